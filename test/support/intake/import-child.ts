// A process that imports and is killed in the middle: says `batch` after each committed one. Only tests run it.
import { openTargets } from '../../../kernel/database/targets.ts'
import { importFile } from '../../../kernel/intake/import-file.ts'
import { tester } from './context.ts'
import { tableOf } from './shop.ts'

export interface ChildOptions {
  readonly path: string
  readonly dataDirectory?: string
  readonly run?: string
  readonly migrate?: string
}

const options = JSON.parse(process.argv[2] ?? '{}') as ChildOptions
const targets = await openTargets({ ...options, databases: ['shop'], extensions: ['vector'] })
process.stdout.write('open\n')
await importFile(options.path, {
  target: targets.of('shop'),
  table: tableOf('product'),
  context: tester,
  batchRows: 100,
  onProgress: () => process.stdout.write('batch\n'),
})
await targets.close()
