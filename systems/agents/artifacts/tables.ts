// What agents made.
import { artifacts } from './artifact.ts'

export const artifactTables = { artifact: artifacts }
