// `acervo events tail`: envelopes as they are published, one line each, until Ctrl-C.
import { type CommandContext, defineCommand } from './command.ts'
import { withDesk } from './events/desk.ts'
import { findDatabase } from './find-name.ts'
import { exitCodes } from './terminal/io.ts'
import { toPlainText } from './terminal/table.ts'

export const command = defineCommand({
  name: 'events tail',
  summary: {
    en: 'show events as they are published',
    es: 'muestra los eventos según se publican',
  },
  arguments: [],
  options: {
    database: {
      type: 'string',
      value: 'NAME',
      meaning: { en: 'only those that it sends', es: 'solo los que ella envía' },
    },
    type: {
      type: 'string',
      value: 'EVENT',
      meaning: { en: 'only of this type', es: 'solo de este tipo' },
    },
  },
  runs: 'inside',
  notes: {
    en: 'From now on; Ctrl-C ends it. --json gives one envelope (CloudEvents 1.0) a line.',
    es: 'Desde ahora; Ctrl-C lo termina. --json da un sobre (CloudEvents 1.0) por línea.',
  },
  run: async (context) => {
    const { io, config, options, open } = context
    const { acervo } = await open({ migrations: 'inspect' })
    const databases =
      typeof options.database === 'string'
        ? [findDatabase(acervo.model, options.database, io.language).name]
        : []
    await withDesk({ acervo, config, io }, async (desk) => {
      try {
        for await (const body of desk.tail({ databases, signal: io.signal }))
          await print(body, context)
      } catch (error) {
        // A question that Ctrl-C cut short is the end that was asked for.
        if (!io.signal.aborted) throw error
      }
    })
    return exitCodes.ok
  },
})

interface Told {
  readonly time?: string
  readonly database?: string
  readonly type?: string
  readonly subject?: string
  readonly sequence?: string
  readonly data?: unknown
}

async function print(body: string, { io, options }: CommandContext): Promise<void> {
  const told = JSON.parse(body) as Told
  if (typeof options.type === 'string' && told.type !== options.type) return
  if (options.json) return io.out(`${JSON.stringify(told)}\n`)
  const { time, database, type, subject, sequence, data } = told
  const line = [time, database, type, `${subject}#${sequence}`, JSON.stringify(data)].join('  ')
  return io.out(`${toPlainText(line)}\n`)
}
