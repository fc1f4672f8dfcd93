// A folder of one user's files. Its path follows its name and its parent; a move takes everything below along.
import {
  belongsTo,
  check,
  defineTable,
  index,
  integer,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { ofWorkspace } from '../workspace.ts'
import { folderPath } from './folder-path.ts'

/** Folders below one another. */
export const depthMax = 32

export const storageFolders = defineTable(
  'storage_folders',
  {
    userId: belongsTo('users', { inverse: 'storageFolders', onDelete: 'cascade' }).immutable(),
    name: varchar(255),
    parentId: belongsTo('storage_folders', { inverse: 'children', onDelete: 'cascade' }).optional(),
    path: varchar(2000).default('').maintained(),
    depth: integer().default(1).maintained(),
    /** What may not be twice: names that differ in case or in the way accents are written are one name. */
    pathKey: text().generatedAs('lower(path collate "und-x-icu")').hidden(),
    description: text().optional(),
    color: varchar(50).optional(),
    icon: varchar(50).optional(),
  },
  [
    unique(['userId', 'path']),
    unique(['userId', 'pathKey']),
    check('name', "name <> '' and name not in ('.', '..') and name !~ '[/[:cntrl:]]'"),
    check('depth', `depth between 1 and ${depthMax}`),
    index(['path'], { operatorClass: 'text_pattern_ops' }),
    folderPath,
    ofWorkspace({ member: 'userId' }),
    timestamped(),
  ],
)
