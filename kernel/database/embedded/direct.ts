// The migrator's hands on the embedded engine: its superuser session, held until closed and reset then.
// Settings, locks and temporary tables of the migrator end with its session on PostgreSQL, too.
import { AcervoError } from '../../errors/index.ts'
import type { Direct, Result } from '../target.ts'
import { toWireStatement } from '../wire/batch.ts'
import type { EmbeddedEngine } from './engine.ts'

export function openEmbeddedDirect(engine: EmbeddedEngine, release: () => void): Direct {
  let closed = false
  const open = (): EmbeddedEngine => {
    if (closed) throw new AcervoError('ACV300', 'the direct session is closed')
    return engine
  }
  return {
    engine: 'embedded',
    script: async (text) => (await open().script(text)).at(-1) ?? empty,
    query: async (statement) => (await open().run([toWireStatement(statement)]))[0] ?? empty,
    close: async () => {
      if (closed) return
      closed = true
      await engine.reset().finally(release)
    },
  }
}

const empty: Result = Object.freeze({ rows: [], count: 0, command: '' })
