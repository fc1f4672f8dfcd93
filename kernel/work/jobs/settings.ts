// Every bound of jobs in one place. A crashed worker's job is found after heartbeat + supervision and runs after
// the retry's delay and a poll at most: 10 + 8 + 2 + 8 s, within the 30 s that are promised.

export const jobLimits = Object.freeze({
  schema: 'pgboss',
  /** A worker that is silent for so long has lost its job. */
  heartbeatSeconds: 10,
  heartbeatRefreshSeconds: 3,
  superviseSeconds: 8,
  /** Embedded, a process that died is found when the next one starts: what is left are tries that take too long. */
  superviseAloneSeconds: 30,
  /** A wake comes by notice; polls find what no notice told: delayed jobs, retries, lost notices. */
  pollSeconds: 8,
  /** Of a worker that nobody has woken meanwhile. */
  restSeconds: 60,
  /** Tries after the first one; a crash counts as one. */
  retries: 4,
  retryDelaySeconds: 1,
  retryDelayMaxSeconds: 600,
  /** A try that takes longer is given up. */
  expireSeconds: 3600,
  /** What is finished or has failed stays so long; for so long its key is taken. */
  keepSeconds: 3 * 86_400,
  /** What nobody takes goes after this. */
  waitMaxSeconds: 90 * 86_400,
  deletionEverySeconds: 3600,
  concurrency: 4,
  connections: 4,
  drainMs: 10_000,
  /** Between two looks at the clock; the next tick shortens it. */
  scheduleEveryMs: 10_000,
  /** A tick that starts later than this counts as late. */
  lateMs: 60_000,
})
