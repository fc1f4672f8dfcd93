// A sealer for each target that has audited databases, over one key and one place outside.
import type { Target } from '../../database/target.ts'
import { AcervoError } from '../../errors/index.ts'
import type { DatabaseModel, Model } from '../../model/model.ts'
import { toLeaseName } from '../lease.ts'
import { openFilePlace } from './file-place.ts'
import { type Sealer, sealerLease, startSealer } from './sealer.ts'
import { openSigningKey } from './signing-key.ts'
import { openTablePlace } from './table-place.ts'

export interface StartSealersOptions {
  readonly platform: {
    readonly model: Model
    readonly targets: { of(schema: string): Target }
  }
  /** Those that keep who did what, and the ones among them to seal; all if unset. */
  readonly databases: readonly DatabaseModel[]
  readonly served?: ReadonlySet<DatabaseModel>
  readonly directory: string | undefined
  readonly holder: string
  readonly onError: (error: AcervoError) => void
}

/** Without a directory nothing is sealed, and that is told. */
export function startSealers(
  options: StartSealersOptions,
): readonly { readonly target: string; readonly sealer: Sealer }[] {
  const { platform, databases, served, directory, holder, onError } = options
  if (directory === undefined) {
    onError(
      new AcervoError('ACV344', 'the audit is not sealed', {
        details: 'No directory outside the databases is named for its key and checkpoints.',
        hint: 'Give startWork an auditDirectory.',
      }),
    )
    return []
  }
  const signer = openSigningKey(directory)
  const tables = [...platform.model.databases.values()].flatMap(
    (database) => openTablePlace(platform.targets.of(database.schema), database) ?? [],
  )
  const places = [openFilePlace(directory), ...tables]
  const byTarget = Map.groupBy(databases, ({ schema }) => platform.targets.of(schema))
  return [...byTarget].flatMap(([target, placed]) => {
    const own = served === undefined ? placed : placed.filter((one) => served.has(one))
    const lease = toLeaseName(sealerLease, own, placed)
    const sealing = { target, databases: own, lease, holder, signer, places, onError }
    return own.length === 0 ? [] : [{ target: target.key, sealer: startSealer(sealing) }]
  })
}
