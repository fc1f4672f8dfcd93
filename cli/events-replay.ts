// `acervo events replay`: one dead event again, or all that a database made of events, from its inbox.
import { AcervoError } from '../kernel/index.ts'
import type { Desk } from '../kernel/work/index.ts'
import { type CommandContext, defineCommand } from './command.ts'
import { withDesk } from './events/desk.ts'
import { findDatabase } from './find-name.ts'
import { exitCodes, type Text } from './terminal/io.ts'
import { createProgress } from './terminal/progress.ts'

export const command = defineCommand({
  name: 'events replay',
  summary: {
    en: 'drive a dead event again, or make all again from the inbox',
    es: 'reintenta un evento apartado, o lo rehace todo desde la entrada',
  },
  arguments: [
    {
      name: 'id',
      isOptional: true,
      meaning: { en: 'id of a dead event', es: 'id de un evento apartado' },
    },
  ],
  options: {
    database: {
      type: 'string',
      value: 'NAME',
      meaning: { en: 'whose inbox, with --from-zero', es: 'de qué entrada, con --from-zero' },
    },
    'from-zero': {
      type: 'boolean',
      meaning: {
        en: 'empty what handlers made and make it again',
        es: 'vacía lo que hicieron los eventos y lo rehace',
      },
    },
    yes: { type: 'boolean', meaning: { en: 'do it', es: 'hacerlo' } },
  },
  runs: 'inside',
  notes: {
    en: 'A dead event is tried again at its place; later events of the same thing follow in their order.\n--from-zero changes nothing without --yes. A replay that is cut short goes on by itself where consumers run.',
    es: 'Un evento apartado se reintenta en su sitio; los posteriores de la misma cosa siguen en su orden.\n--from-zero no cambia nada sin --yes. Una repetición cortada sigue sola donde haya consumidores en marcha.',
  },
  run: async (context) => {
    const { io, config, options, open } = context
    const [id] = context.arguments
    const isWhole = options['from-zero'] === true
    if (isWhole === (id !== undefined) || isWhole !== (options.database !== undefined))
      throw new AcervoError('ACV605', said.oneOfTwo[io.language], {
        details: 'acervo events replay <id> | acervo events replay --database NAME --from-zero',
      })
    const { acervo } = await open({ migrations: 'inspect' })
    return withDesk({ acervo, config, io }, (desk) =>
      id === undefined
        ? replayAll(
            desk,
            findDatabase(acervo.model, String(options.database), io.language).name,
            context,
          )
        : redriveOne(desk, id, context),
    )
  },
})

async function redriveOne(
  desk: Desk,
  id: string,
  { io, options }: CommandContext,
): Promise<number> {
  const redriven = await desk.redrive(id)
  if (options.json) await io.out(`${JSON.stringify(redriven)}\n`)
  else
    for (const { side, database } of redriven)
      await io.out(`${said[side](database)[io.language]}\n`)
  return exitCodes.ok
}

async function replayAll(
  desk: Desk,
  database: string,
  { io, options }: CommandContext,
): Promise<number> {
  if (options.yes !== true)
    throw new AcervoError('ACV605', said.needsYes[io.language], {
      details: said.whatItDoes(database)[io.language],
      hint: `acervo events replay --database ${database} --from-zero --yes`,
    })
  const progress = createProgress(io, options.json === true)
  const applied = await desk
    .replay(database, {
      signal: io.signal,
      onProgress: (count) => progress.update(undefined, said.applied(count)[io.language]),
    })
    .finally(progress.end)
  const text = options.json
    ? JSON.stringify({ database, applied })
    : said.applied(applied)[io.language]
  await io.out(`${text}\n`)
  return exitCodes.ok
}

const said = {
  oneOfTwo: {
    en: 'either the id of a dead event, or --database with --from-zero',
    es: 'o el id de un evento apartado, o --database con --from-zero',
  },
  needsYes: { en: 'a replay from zero needs --yes', es: 'rehacer desde cero necesita --yes' },
  whatItDoes: (database: string): Text => ({
    en: `It empties the tables of ${database} that only handlers write, and applies every event of its inbox again, in order. Until it ends, readers see what has been made so far. Events that are dead stay dead.`,
    es: `Vacía las tablas de ${database} que solo escriben los eventos y aplica otra vez, en orden, todos los de su entrada. Mientras tanto quien lee ve lo hecho hasta entonces. Los apartados siguen apartados.`,
  }),
  outbox: (database: string): Text => ({
    en: `It waits in the outbox of ${database} again; the relay takes it at once.`,
    es: `Espera de nuevo en la salida de ${database}; el relevo lo toma al momento.`,
  }),
  inbox: (database: string): Text => ({
    en: `It was tried again in ${database}; acervo events dead says whether it failed.`,
    es: `Se ha reintentado en ${database}; acervo events dead dice si ha fallado.`,
  }),
  applied: (count: number): Text => ({
    en: `${count.toLocaleString('en')} events applied.`,
    es: `${count.toLocaleString('es')} eventos aplicados.`,
  }),
}
