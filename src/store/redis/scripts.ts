/**
 * What Redis does in one step. The scripts decide nothing about budgets: they compare revisions, and keep texts or return them.
 * @module
 */
import { createHash } from "node:crypto";

/** A script, and the name under which Redis remembers it. */
export interface Script {
  /** Lua. */
  readonly text: string;
  /** SHA-1 of the text, in hex. */
  readonly sha: string;
}

const script = (text: string): Script => ({ text, sha: createHash("sha1").update(text).digest("hex") });

/** How long whoever knows something has to give it back to a Redis that lost its memory, before anybody takes. Milliseconds. */
const rebirthMs = 3_000;

/**
 * A Redis that has been up for less may have lost its memory just now, and those who know something may still be on their way: busy machines
 * take seconds to connect again. Milliseconds.
 */
const freshMs = 60_000;

/** How far the instant of a decision may be behind the time of Redis: commands wait. Milliseconds. */
const decidedWithinMs = 2_000;

/** And ahead of it, which only a clock can be that is wrong. Milliseconds. */
const aheadMs = 10;

/** How long what has no end of its own is kept after its last use. Milliseconds. */
const dayMs = 86_400_000;

/** Of a lease: how long its fence is remembered after it has ended. Milliseconds. */
const fenceMs = dayMs;

const clockOf = `
local function clock()
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000), tonumber(time[1]) * 1000000 + tonumber(time[2])
end
local function whole(number) return string.format('%.0f', number) end
`;

/**
 * Keeps new states of ledgers where nobody else has changed them, all or none; else returns what is there.
 *
 * KEYS: n ledgers, life, index.
 * ARGV: n; the instant decided at ('' = only asking); '1' where Redis told its time a moment ago and need not look again, '2' where the
 * host keeps the time; the life that was decided under ('' = none
 * is known); for each ledger the revision decided upon (-1 = only asking); then for each change: which of the ledgers, its value, for
 * how long, its name, until when it is listed, '1' where it has to be listed anew.
 *
 * Answers `[1, time or '']` where all was kept, else `[0, time or '', life, ...values]`.
 *
 * `life` is `id until`. It is missing where Redis lost its memory: restarted without its data, flushed, or never used for this app.
 * Whoever decided under another life knows something that Redis may have lost, so everybody waits until all have given it back. Who
 * knows nothing waits only where the server is fresh: others may know.
 * A stored revision older than the one decided upon is a loss as well (a replica that took over): the newer one wins.
 * A decision that was made at another time than it is here comes from a clock that was set, or is not known well: it is made again.
 */
export const changeScript: Script = script(`${clockOf}
local n = tonumber(ARGV[1])
local held = redis.call('MGET', unpack(KEYS, 1, n + 1))
local life = held[n + 1]
local known = ARGV[4]
local good = life == known
for i = 1, n do
  local revision = held[i] and tonumber(string.match(held[i], '^1 (%d+) ')) or 0
  if revision > tonumber(ARGV[4 + i]) then good = false end
end
local reborn = not life
if life and known ~= '' then
  local id, ends = string.match(life, '^(%d+) (%d+)$')
  reborn = ends == '0' and id ~= string.match(known, '^%d+')
end
local time = ''
if good and ARGV[3] == '1' then
  time = ARGV[2]
elseif good or reborn or ARGV[2] == '' then
  local now, micros = clock()
  if ARGV[3] == '2' then now = tonumber(ARGV[2])
  elseif ARGV[2] ~= '' then
    local late = now - tonumber(ARGV[2])
    if late > ${decidedWithinMs} or late < -${aheadMs} then good = false end
  end
  time = whole(now)
  if reborn then
    local ends = now + ${rebirthMs}
    if known == '' then
      -- Not permitted everywhere; where it is not, a new process takes the Redis for one that was never used.
      local info = redis.pcall('INFO', 'server')
      local uptime = type(info) == 'string' and tonumber(string.match(info, 'uptime_in_seconds:(%d+)'))
      ends = uptime and uptime * 1000 < ${freshMs} and ends or 0
    end
    life = (life and string.match(life, '^%d+') or whole(micros)) .. ' ' .. whole(ends)
    redis.call('SET', KEYS[n + 1], life, 'PX', ${dayMs})
    good = false
  end
end
if not good then
  local answer = { 0, time, life }
  for i = 1, n do answer[3 + i] = held[i] end
  return answer
end
for at = 5 + n, #ARGV, 6 do
  local i = tonumber(ARGV[at])
  redis.call('SET', KEYS[i], ARGV[at + 1], 'PX', ARGV[at + 2])
  if not held[i] or ARGV[at + 5] == '1' then
    redis.call('ZREMRANGEBYSCORE', KEYS[n + 2], '-inf', time)
    redis.call('ZADD', KEYS[n + 2], ARGV[at + 4], ARGV[at + 3])
    local keep = math.max(${dayMs}, tonumber(ARGV[at + 4]) - tonumber(time))
    for _, key in ipairs({ KEYS[n + 1], KEYS[n + 2] }) do
      if redis.call('PTTL', key) < keep then redis.call('PEXPIRE', key, whole(keep)) end
    end
  end
end
return { 1, ARGV[3] == '1' and '' or time }
`);

/** Reads a sorted set by expiry, without what has ended. KEYS: the set. ARGV: the host's time or ''. Answers members. */
export const listScript: Script = script(`${clockOf}
local now = ARGV[1] == '' and whole((clock())) or ARGV[1]
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
return redis.call('ZRANGE', KEYS[1], 0, -1)
`);

/** Adds to a sorted set by expiry. KEYS: the set. ARGV: member, how long, the host's time or ''. */
export const noteScript: Script = script(`${clockOf}
local now = ARGV[3] == '' and (clock()) or tonumber(ARGV[3])
redis.call('ZADD', KEYS[1], whole(now + tonumber(ARGV[2])), ARGV[1])
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[2]) then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
`);

/**
 * Takes or renews a lease. KEYS: the lease. ARGV: owner, how long, the host's time or ''. Answers its fence, or nothing.
 *
 * The fence is never below the time of Redis in microseconds: it grows also after a Redis that lost its memory.
 */
export const acquireScript: Script = script(`${clockOf}
local now, micros = clock()
if ARGV[3] ~= '' then now = tonumber(ARGV[3]) end
local fence, ends, owner = string.match(redis.call('GET', KEYS[1]) or '', '^1 (%d+) (%d+) (.*)$')
if fence and tonumber(ends) > now then
  if owner ~= ARGV[1] then return false end
else
  fence = whole(math.max(tonumber(fence or 0) + 1, micros))
end
redis.call('SET', KEYS[1], '1 ' .. fence .. ' ' .. whole(now + tonumber(ARGV[2])) .. ' ' .. ARGV[1], 'PX', whole(tonumber(ARGV[2]) + ${fenceMs}))
return fence
`);

/** Gives a lease back; its fence is remembered. KEYS: the lease. ARGV: owner. */
export const releaseScript: Script = script(`
local fence, owner = string.match(redis.call('GET', KEYS[1]) or '', '^1 (%d+) %d+ (.*)$')
if fence and owner == ARGV[1] then redis.call('SET', KEYS[1], '1 ' .. fence .. ' 0 ', 'PX', ${fenceMs}) end
`);
