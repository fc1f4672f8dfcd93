// `acervo audit check <file>`: a proof is checked with nothing but itself and a verifier key.
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AcervoError } from '../kernel/index.ts'
import { checkProof } from '../kernel/work/index.ts'
import { defineCommand } from './command.ts'
import { exitCodes } from './terminal/io.ts'

const bytesMax = 16 * 1024 ** 2

export const command = defineCommand({
  name: 'audit check',
  summary: {
    en: 'check a proof, without database or network',
    es: 'comprueba una prueba, sin base de datos ni red',
  },
  arguments: [
    { name: 'file', meaning: { en: 'what audit proof wrote', es: 'lo que escribió audit proof' } },
  ],
  options: {
    key: {
      type: 'string',
      value: 'VERIFIER',
      meaning: {
        en: 'verifier key that you trust; without it only the proof itself is checked',
        es: 'clave de verificación en la que usted confía; sin ella solo se comprueba la propia prueba',
      },
    },
  },
  runs: 'here',
  notes: {
    en: 'The verifier key of a database is told by: acervo audit verify --json. Exit: 0 where the proof holds, 1 where it does not.',
    es: 'La clave de verificación de una base la dice: acervo audit verify --json. Salida: 0 si la prueba vale, 1 si no.',
  },
  run: async ({ io, options, arguments: [file = ''] }) => {
    const checked = checkProof(
      await readProof(resolve(io.cwd, file)),
      typeof options.key === 'string' ? options.key : undefined,
    )
    const { ok, reason, origin, size, sealedAt, event } = checked
    if (options.json) await io.out(`${JSON.stringify(checked)}\n`)
    else if (ok)
      await io.out(
        `ok: ${origin}, ${size}, ${sealedAt}\n${event === undefined ? '' : `${JSON.stringify(event)}\n`}`,
      )
    else await io.out(`BAD: ${reason}\n`)
    return ok ? exitCodes.ok : exitCodes.failed
  },
})

async function readProof(path: string): Promise<unknown> {
  try {
    const text = await readFile(path, 'utf8')
    if (text.length > bytesMax) throw new Error('it is too long')
    return JSON.parse(text)
  } catch (error) {
    throw new AcervoError('ACV607', `'${path}' holds no proof`, {
      details: error instanceof Error ? error.message : String(error),
    })
  }
}
