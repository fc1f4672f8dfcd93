// What createAcervo is given.
import type { Placement } from '../database/placement.ts'
import type { System } from '../table/database.ts'

export interface AcervoOptions<S extends readonly System[] = readonly System[]> {
  readonly systems: S
  /** The runtime login; unset = the embedded database. */
  readonly databaseUrl?: string
  /** The migrator, on a direct connection. */
  readonly migrateUrl?: string
  /** A standby of the same server, for reads of the edges; in a placement each database says its own. */
  readonly replicaUrl?: string
  /** Of the embedded database; unset = in memory, gone with the process. */
  readonly dataDirectory?: string
  /** The keys of encrypted columns; `<dataDirectory>/keys.json` if unset, made at the first start. */
  readonly keyFile?: string
  /** Where ready-made embedded directories are kept between starts; unset = none is kept. */
  readonly cacheDirectory?: string
  /** A function is asked again when a database has moved while the process runs. */
  readonly placement?: Placement | (() => Placement | Promise<Placement>)
  /**
   * What this process serves: codes, globs (`ss_*`) and areas (`area:insurance`); all if unset. Others are known and
   * reached, and their relays, consumers, jobs and routes are another process's.
   */
  readonly databases?: readonly string[]
  readonly connectionsMax?: number
  /** Hosts that may be reached without TLS. */
  readonly allowPlain?: readonly string[]
  /**
   * `develop` writes missing migration files and applies them, `serve` refuses pending changes (on an
   * empty target it applies the files), `inspect` looks at nothing. Embedded: develop; else: serve.
   */
  readonly migrations?: 'develop' | 'serve' | 'inspect'
  /** Where a system without a home of its own keeps its migrations; the working directory if unset. */
  readonly home?: string
  /** Loads each system's demonstration data, once per platform. */
  readonly demo?: boolean
  readonly onProgress?: (progress: StartProgress) => void
  /** Gives up the opening: between two migrations, and inside one where the engine can. */
  readonly signal?: AbortSignal
}

/** What takes time at the moment; a first start does all of it, a second one only opens. */
export type StartProgress =
  | { readonly step: 'open' | 'create' }
  | { readonly step: 'migrate'; readonly database: string; readonly name: string }
  | { readonly step: 'demo'; readonly system: string }
