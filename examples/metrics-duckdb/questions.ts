/** What is asked of DuckDB. Its times are in milliseconds, as ours are. */
interface Place {
  /** Where a file lies. */
  readonly file: (name: string) => string;
  /** The instant of the question. ISO 8601. */
  readonly now: string;
}

const table = ({ file }: Place, name: string): string => `read_json('${file(name)}', format = 'newline_delimited', sample_size = -1)`;

/**
 * Waiting episodes. Those of a thread are told apart by our replies, and by a day of silence: a question after either waits anew. What we
 * say closes the one before it.
 */
const episodes = (place: Place): string => `
  spoken AS (
    SELECT *, coalesce(root, key) AS thread, epoch_ms(createdAt::TIMESTAMP) AS said
    FROM ${table(place, "messages")}
    WHERE authorIsBot IS DISTINCT FROM true AND visibility NOT IN ('internal', 'held', 'removed')
  ),
  begun AS (
    SELECT *, direction = 'inbound' AND (
      lag(direction) OVER line IS NULL OR lag(direction) OVER line = 'outbound' OR said - lag(said) OVER line >= 24 * 3600 * 1000
    ) AS begins
    FROM spoken WINDOW line AS (PARTITION BY thread ORDER BY said, direction, key)
  ),
  numbered AS (
    SELECT *, sum(begins::INT) OVER (PARTITION BY thread ORDER BY said, direction, key) AS episode FROM begun
  ),
  episodes AS (
    SELECT
      min(said) FILTER (direction = 'inbound') AS opened,
      min(said) FILTER (direction = 'outbound') - opened AS waited
    FROM numbered WHERE episode > 0 GROUP BY thread, episode
  )`;

/** One question each; its columns have the names of our answers. */
export const questions: Readonly<Record<string, (place: Place) => string>> = {
  "how many messages": (place) => `
    SELECT count(*) FILTER (direction = 'inbound') AS inbound, count(*) FILTER (direction = 'outbound') AS outbound
    FROM ${table(place, "messages")}`,

  "how many people": (place) => `
    SELECT count(DISTINCT author) AS members
    FROM ${table(place, "messages")} WHERE direction = 'inbound' AND authorIsBot IS DISTINCT FROM true`,

  "how long they waited": (place) => `
    WITH ${episodes(place)}
    SELECT
      count(waited) AS answered,
      count(*) - count(waited) AS unanswered,
      avg(waited) AS mean,
      quantile_cont(waited, 0.5) AS median,
      quantile_cont(waited, 0.9) AS p90
    FROM episodes`,

  "answered within the hour": (place) => `
    WITH ${episodes(place)}
    SELECT count(*) FILTER (waited <= 3600000) / count(*) AS withinTheHour
    FROM episodes WHERE waited IS NOT NULL OR epoch_ms('${place.now}'::TIMESTAMP) - opened > 3600000`,

  "engagement by followers": (place) => `
    WITH followers AS (SELECT last(value ORDER BY "at") AS now FROM ${table(place, "observations")})
    SELECT sum(likes + replies + shares) / (count(*) * any_value(followers.now)) AS engagementByFollowers
    FROM ${table(place, "posts")}, followers WHERE isOwn`,
};
