// Who imports in these tests. Only tests import it.
import type { Context } from '../../../kernel/database/target.ts'

export const tester: Context = Object.freeze({ settings: { 'acervo.actor': 'service:test' } })
