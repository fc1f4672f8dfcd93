// acervo.config.ts of a user's project: which systems the command line serves.
import type { System } from '../table/database.ts'

export interface ProjectConfig<S extends readonly System[] = readonly System[]> {
  readonly systems: S
}

export function defineConfig<const S extends readonly System[]>(
  config: ProjectConfig<S>,
): ProjectConfig<S> {
  return Object.freeze(config)
}
