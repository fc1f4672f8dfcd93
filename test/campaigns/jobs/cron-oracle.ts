// Which instants a cron expression names, told without any cron parser: every minute of the span is asked what a
// clock on the wall of that time zone shows. For tests only.

export interface Expression {
  readonly minutes: readonly number[]
  /** Undefined: every hour. */
  readonly hours: readonly number[] | undefined
  /** Sunday is 0; undefined: every day. */
  readonly weekdays: readonly number[] | undefined
}

const minuteMs = 60_000

export function toCron({ minutes, hours, weekdays }: Expression): string {
  return `${minutes.join(',')} ${hours?.join(',') ?? '*'} * * ${weekdays?.join(',') ?? '*'}`
}

/** In (from, until], whole minutes, in order. */
export function tickOracle(
  expression: Expression,
  timeZone: string,
  { from, until }: { readonly from: Date; readonly until: Date },
): readonly number[] {
  const wall = toWall(timeZone)
  const isNamed = (at: number): boolean => matches(expression, new Date(at))
  const ticks = new Set<number>()
  // A change of the clock shortly before may still show in the span.
  const begin = Math.floor(from.getTime() / minuteMs) * minuteMs - 4 * 60 * minuteMs
  let latest = wall(begin - minuteMs)
  for (let at = begin; at <= until.getTime(); at += minuteMs) {
    const shown = wall(at)
    const isRepeated = shown <= latest
    if (isNamed(shown) && !(isRepeated && expression.hours !== undefined)) ticks.add(at)
    // Minutes that the wall never shows: what they name comes as much later as the clock jumped.
    if (expression.hours !== undefined)
      for (let skipped = latest + minuteMs; skipped < shown; skipped += minuteMs)
        if (isNamed(skipped)) ticks.add(at + (skipped - latest - minuteMs))
    latest = Math.max(latest, shown)
  }
  return [...ticks]
    .filter((at) => at > from.getTime() && at <= until.getTime())
    .sort((a, b) => a - b)
}

/** The wall's time written as if it were UTC, in ms. */
function toWall(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  return (at) => {
    const parts = Object.fromEntries(
      format.formatToParts(at).map(({ type, value }) => [type, value]),
    )
    const { year, month, day, hour, minute } = parts
    return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`)
  }
}

function matches({ minutes, hours, weekdays }: Expression, shown: Date): boolean {
  return (
    minutes.includes(shown.getUTCMinutes()) &&
    (hours === undefined || hours.includes(shown.getUTCHours())) &&
    (weekdays === undefined || weekdays.includes(shown.getUTCDay()))
  )
}
