// What every table of the finances shares: its user, its profile, and that what is done is kept by person.
import { audited, belongsTo, timestamped } from '../../../kernel/index.ts'
import { ownLinks } from '../own-links.ts'
import { ofWorkspace } from '../workspace.ts'

/** `inverse` names the way back from the profile. */
export const profileLinks = <const Inverse extends string>(inverse: Inverse) => ({
  userId: belongsTo('users', { onDelete: 'cascade' }).immutable(),
  financialProfileId: belongsTo('financial_profiles', { onDelete: 'cascade', inverse }).immutable(),
})

/** `links` are the table's further links: to rows of the same user, or to none. */
export const ofFinancialProfile = (...links: readonly string[]) =>
  [
    ofWorkspace({ through: 'financialProfileId' }),
    ownLinks('financialProfileId', ...links),
    audited({ subject: 'userId' }),
    timestamped(),
  ] as const
