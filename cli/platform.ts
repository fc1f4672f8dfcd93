// The platform a command works on: this project's systems over the databases of the configuration.
// Opened at the first wish, closed when the command has ended, shared when it is already running.
import type { Config } from '../config.ts'
import type { Acervo, StartProgress } from '../kernel/index.ts'
import type { Project } from './project.ts'

/** A running platform that is shared has had its own wishes; these are for a fresh one. */
export interface PlatformWish {
  /** `inspect` changes nothing at opening and stands whatever is pending. */
  readonly migrations?: 'develop' | 'serve' | 'inspect'
  readonly demo?: boolean
  /** What it serves; all if unset. */
  readonly databases?: readonly string[]
  readonly onProgress?: (progress: StartProgress) => void
}

export interface Platform {
  readonly acervo: Acervo
  readonly project: Project
  readonly config: Config
  /** Where it was opened: the home of a project's migrations. */
  readonly cwd: string
  /** It was running before this command, with the declarations of its own start. */
  readonly isShared: boolean
  /** Tells other processes where the server listens. */
  announce(address: string): Promise<void>
}
