/**
 * Names of fields that the network knows and that nothing here fills: to ask for them is no error, and they are absent.
 * @see https://github.com/facebook/facebook-business-sdk-codegen, api_specs/specs, commit ad2b0b6 of 2026-04-15
 * @module
 */

const named = (names: string): readonly string[] => names.trim().split(/\s+/);

/** Of a Page: those that have to do with who it is and how to reach it. The official list has a hundred more. */
export const unfilledPageFields: readonly string[] = named(`
  bio business connected_instagram_account contact_address cover current_location description emails global_brand_page_name hours
  instagram_business_account is_messenger_bot_get_started_enabled is_webhooks_subscribed location messaging_feature_status mission
  name_with_location_descriptor overall_star_rating owner_business parent_page phone rating_count single_line_address store_number
  talking_about_count unread_notif_count unseen_message_count website were_here_count
`);

/** Of a post. */
export const unfilledPostFields: readonly string[] = named(`
  actions admin_creator allowed_advertising_objectives application backdated_time call_to_action child_attachments
  comments_mirroring_domain coordinates event expanded_height expanded_width feed_targeting height icon instagram_eligibility
  is_app_share is_eligible_for_dark_post is_eligible_for_promotion is_inline_created is_instagram_eligible is_popular is_spherical
  multi_share_end_card multi_share_optimized parent_id place privacy promotable_id promotion_status properties story story_tags
  subscribed target targeting via video_buying_eligibility width
`);
