// What a specification's own SQL does, as it is printed: run in a schema that is dropped afterwards, so that a test
// shows the fault beside what is declared instead.
import type { Result } from '../../kernel/database/target.ts'
import type { TestTargets } from './database.ts'

export type Ask = (text: string, ...values: readonly unknown[]) => Promise<Result>

/** `script` is run with the schema as search path; `body` asks in the same session. */
export async function asSpecified<T>(
  { targets }: TestTargets,
  script: string,
  body: (ask: Ask) => Promise<T>,
): Promise<T> {
  const session = await targets.all()[0]?.direct()
  if (session === undefined) throw new Error('the platform has no target')
  try {
    await session.script(
      `create schema specified; set search_path to specified, public, acervo; ${script}`,
    )
    return await body((text, ...values) => session.query({ text, values: [...values] }))
  } finally {
    await session.script('drop schema if exists specified cascade; reset search_path')
    await session.close()
  }
}
