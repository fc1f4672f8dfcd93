// What each target gets besides the kernel's schema: the SQL of the rooms above it.
import { identityScripts } from '../identity/scripts.ts'
import { importRunSql } from '../intake/scripts.ts'
import { keyScripts } from '../keys/scripts.ts'
import { sizeSampleSql } from '../maintenance/scripts.ts'
import { queryScripts } from '../query/scripts.ts'
import { watchSql } from '../watch/scripts.ts'
import { workScripts } from '../work/scripts.ts'
import { demoSql } from './demo.ts'
import { elevationSql } from './elevation/scripts.ts'

export const targetScripts: readonly string[] = Object.freeze([
  ...queryScripts,
  ...keyScripts,
  importRunSql,
  ...workScripts,
  ...identityScripts,
  demoSql,
  elevationSql,
  sizeSampleSql,
  watchSql,
])
