/**
 * The top-level domains, packed. Made by scripts/tlds.mjs of the list of IANA's root zone (2026-11).
 * @module
 */

/** Two letters each. */
const countries: string =
  "acadaeafagaialamaoaqarasatauawaxazbabbbdbebfbgbhbibjbmbnbobrbsbtbvbwbybzcacccdcfcgchcickclcmcncocrcucvcwcxcyczdedjdkdmdo" +
  "dzeceeegereseteufifjfkfmfofrgagbgdgegfggghgiglgmgngpgqgrgsgtgugwgyhkhmhnhrhthuidieiliminioiqirisitjejmjojpkekgkhkikmknkp" +
  "krkwkykzlalblclilklrlsltlulvlymamcmdmemgmhmkmlmmmnmompmqmrmsmtmumvmwmxmymznancnenfngninlnonpnrnunzompapepfpgphpkplpmpnpr" +
  "psptpwpyqarerorsrurwsasbscsdsesgshsisjskslsmsnsosrssstsusvsxsysztctdtftgthtjtktltmtntotrtttvtwtzuaugukusuyuzvavcvevgvivn" +
  "vuwfwsyeytzazmzw";

/** In order; a capital says how many letters (A: none) each shares with the one before. */
const generic: string =
  "AaaaCrpBbbDottDvieCcCleCogadoCudhabiBcademyCcentureDountantKsCoCtorBdsCultBegCroCtnaBflCricaBgakhanCencyBigCrbusDforceDt" +
  "elBkdnBlibabaDpayClfinanzDstateDyCsaceDtomBmazonCericanexpressIfamilyDxCfamCicaCsterdamBnalyticsCdroidCquanCzBolBpartmen" +
  "tsCpDleBquarelleBrabDmcoCchiCmyCpaCtDeBsdaCiaCsociatesBthletaCtorneyBuctionCdiEbleEoCspostCthorDoEsBwsBxaBzureAbabyCiduC" +
  "namexDdDkCrDcelonaElaycardHsDefootDgainsCseballDketballCuhausCyernBbcCtCvaBcgCnBeatsDutyCerCrlinCstEbuyCtBhartiBibleCdCk" +
  "eCngEoCoCzBlackFfridayCockbusterDgDombergCueBmsCwBnpparibasBoatsCehringerCfaCmCndCoDkEingCschDtikEonCtCutiqueCxBradescoC" +
  "idgestoneCoadwayDkerDtherCusselsBuildFersCsinessCyCzzBzhAcabCfeClDlDvinkleinCmDeraDpCnonCpetownDitalHoneCrDavanDdsDeEerG" +
  "sDsCsaDeDhDinoCtDeringDholicBbaCnCreBenterCoCrnBfaCdBhanelEnelDrityDseDtCeapCintaiCristmasDomeCurchBiprianiCrcleCscoCtad" +
  "elDiEcDyBlaimsCeaningCickDnicFqueCothingDudCubEmedBoachCdesCffeeCllegeDogneCmDmbankEunityDpanyFreEuterDsecCndosDstructio" +
  "nEultingDtactEractorsCokingDlDpCrsicaCuntryDponGsDrsesBpaBreditGcardGunionCicketCownCsCuiseGsBuisinellaBymruCouAdadCnceC" +
  "taDeDingDsunCyBclkBdsBealEerEsCgreeCliveryDlDoitteDtaCmocratCntalEistCsiEgnCvBhlBiamondsCetCgitalCrectGoryCscountFverDhC" +
  "yBnpBocsDtorCgCmainsCtCwnloadBriveBtvBubaiCpontCrbanBvagCrAearthCtBcoBdekaCuDcationBmailCerckBnergyCgineerIingCterprises" +
  "BpsonBquipmentBricssonCniBsqCtateBurovisionCsBventsBxchangeCpertDosedDressCtraspaceAfageCilDrwindsDthCmilyCnDsCrmEersCsh" +
  "ionDtBedexCedbackCrrariEeroBidelityDoClmCnalEnceGialCreEstoneDmdaleCshEingCtDnessBlickrDghtsDrCoristDwersCyBooDdDtballCr" +
  "dDexDsaleDumCundationCxBreeDseniusClCogansDntierBtrBujitsuCnDdCrnitureCtbolByiAgalDleryEoEupCmeEsCpCrdenCyBbizBdnBeaCntE" +
  "ingCorgeBgeeBiftEsCvesDingBlassCeCobalEoBmailCbhCoCxBodaddyCldEpointDfCoDdyearDgEleCpCtCvBraingerDphicsDtisCeenCipeCocer" +
  "yDupBucciCgeCideDtarsCruAhairCmburgCngoutCusBboBdfcEbankBealthGcareClpDsinkiCreDmesBiphopCsamitsuCtachiCvBktBockeyClding" +
  "sDidayCmedepotEgoodsEsFenseCndaCrseCspitalDtEingCtDelsDmailCuseCwBsbcBughesByattCundaiAibmBcbcCeCuBeeeBfmBkanoBmamatCdbC" +
  "moEbilienBncCdustriesCfinitiDoCgCkCstituteDuranceFeCtDernationalDuitCvestmentsBpirangaBrishBsmailiCtDanbulBtauCvAjaguarC" +
  "vaBcbBeepCtztCwelryBioBllBmpBnjBobsDurgCtCyBpmorganCrsBuegosCniperAkaufenBddiBerryhotelsFpropertiesBfhBiaCdsCmCndleCtche" +
  "nCwiBoelnCmatsuCsherBpmgCnBrdCedBuokgroupByotoAlacaixaCmborghiniDerCndEroverDxessCsalleCtDinoDrobeCwDyerBdsBeaseCclercCf" +
  "rakCgalDoCxusBgbtBidlCfeEinsuranceEstyleCghtingCkeCllyCmitedDoCncolnDkCveDingBlcCpBoanEsCckerDusClCndonCtteEoCveBplDfina" +
  "ncialBtdDaBundbeckCxeDuryAmadridCifDsonCkeupCnDagementDgoCpCrketGingGsDriottDshallsCttelBbaBckinseyBedDiaCetClbourneCmeD" +
  "orialCnDuCrckmsdBiamiCcrosoftClCniDtCtDsubishiBlbCsBmaBobiEleCdaCeCiCmCnashDeyDsterCrmonDtgageCscowCtoErcyclesCvDieBsdBt" +
  "nCrBuseumDicAnabCgoyaCmeCvyBbaBecCtDbankDflixDworkCustarCwDsCxtEdirectDusBflBgoBhkBicoCkeDonCnjaCssanFyBokiaCrtonCwDruzD" +
  "tvBraCwBttBycAobiCserverBfficeBkinawaBlayanGgroupCloBmegaBneCgClDineBooBpenBracleDngeCgDanicCiginsBsakaBtsukaCtBvhApageC" +
  "nasonicCrisDsDtnersEsEyCyBccwBetBfizerBharmacyCdCilipsConeDtoFgraphyFsCysioBicsDtetEuresCdCnDgDkConeerCzzaBlaceDyEstatio" +
  "nCumbingDsBncBohlCkerClitieCrnCstBraxiCessCimeCoDdEuctionsDfDgressiveDmoDpertiesHyDtectionCuDdentialBubBwcAqponBuebecDst" +
  "AracingCdioBeadDlestateEtorFyCcipesCdDumbrellaChabCiseFnDtClianceCnDtEalsCpairDortDublicanCstEaurantCviewGsCxrothBichEar" +
  "dliDohClCoCpBocksCdeoCgersComBsvpBugbyChrCnBweByukyuAsaarlandCfeEtyCkuraCleDonCmsclubEungCndvikHcoromantDofiCpCrlCsCveCx" +
  "oBbiCsBcbChaefflerDmidtDolarshipsEolDuleDwarzCienceCotBearchDtCcureFityCekClectCnerCrvicesCvenCwCxDyBfrBhangrilaDrpCellC" +
  "iaDkshaCoesDpEpingDujiDwBilkCnaDglesCteBkiDnCyDpeBlingBmartCileBncfBoccerDialCftbankEwareChuClarDutionsCngDyCyBpaDceCort" +
  "DtBrlBtadaDplesDrDtebankFfarmCcDgroupCockholmDrageEeCreamCudioEyCyleBucksCppliesFyEortCrfDgeryCzukiBwatchCissBydneyCstem" +
  "sAtabCipeiClkCobaoCrgetCtamotorsErDtooCxDiBciBdkBeamCchEnologyClCmasekCnnisCvaBhdCeaterFreBiaaCcketsCendaCpsCresDolBjmax" +
  "xCxBkmaxxBmallBodayCkyoColsCpCrayCshibaCtalCursCwnCyotaDsBradeEingDiningDvelGersJinsuranceCustCvBubeCiCnesCshuBvsAubankC" +
  "sBnicomDversityCoBolBpsAvacationsCnaDguardBegasCnturesCrisignDsicherungCtBiajesCdeoCgCkingCllasCnCpCrginCsaDionCvaDoBlaa" +
  "nderenBodkaClvoCteDingDoCyageAwalesDmartDterCngEgouCtchFesBeatherHchannelCbcamDerDsiteCdDdingCiboDrBhoswhoBienCkiClliamh" +
  "illCnDdowsDeDnersBmeBolterskluwerCodsideCrkEsDldCwBtcCfAxboxBeroxBihuanCnBxxByzAyachtsChooCmaxunCndexBodobashiCgaCkohama" +
  "CuDtubeBunAzapposCraBeroBipBoneBuerich";

const others: string =
  "vermögensberater vermögensberatung ελ ευ бг бел дети ею католик ком мкд мон моск" +
  "ва онлайн орг рус рф сайт срб укр қаз հայ ישראל קום ابوظبي ارامكو الاردن البحرين" +
  " الجزائر السعودية العليان المغرب امارات ایران بارت بازار بيتك بھارت تونس سودان س" +
  "ورية شبكة عراق عرب عمان فلسطين قطر كاثوليك كوم مصر مليسيا موريتانيا موقع همراه پ" +
  "اکستان ڀارت कॉम नेट भारत भारतम् भारोत संगठन বাংলা ভারত ভাৰত ਭਾਰਤ ભારત ଭାରତ இந்தி" +
  "யா இலங்கை சிங்கப்பூர் భారత్ ಭಾರತ ഭാരതം ලංකා คอม ไทย ລາວ გე みんな アマゾン クラウド グーグル コム" +
  " ストア セール ファッション ポイント 世界 中信 中国 中國 中文网 亚马逊 企业 佛山 信息 健康 八卦 公司 公益 台湾 台灣 商城 商店 商标 嘉里 " +
  "嘉里大酒店 在线 大拿 天主教 娱乐 家電 广东 微博 慈善 我爱你 手机 招聘 政务 政府 新加坡 新闻 时尚 書籍 机构 淡马锡 游戏 澳門 点看 移动 组" +
  "织机构 网址 网店 网站 网络 联通 谷歌 购物 通販 集团 電訊盈科 飞利浦 食品 餐厅 香格里拉 香港 닷넷 닷컴 삼성 한국";

/** Unpacks them: lower case, those of other scripts as they are read. */
export function readTlds(): ReadonlySet<string> {
  const known = new Set([...(countries.match(/../g) ?? []), ...others.split(" ")]);
  let name = "";
  for (const [piece] of generic.matchAll(/[A-Z][a-z]*/g)) {
    name = name.slice(0, piece.charCodeAt(0) - 65) + piece.slice(1);
    known.add(name);
  }
  return known;
}
