// A person. What they have used, in all and in the month that is now, is read from their months (user_usage): no counter
// here has to be set back, and a call changes nothing of its user.
import {
  audited,
  belongsTo,
  boolean,
  check,
  date,
  defineTable,
  identity,
  index,
  instant,
  json,
  oneOf,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { tierGiven } from '../storage/tier.ts'
import { administratorGuard } from './administrator-guard.ts'
import { emailPattern } from './email.ts'
import { ownWorkspace } from './own-workspace.ts'
import { permissionsOfRoles, roleNames } from './roles.ts'
import { tiers } from './tiers.ts'

export const users = defineTable(
  'users',
  {
    /** Said when they come and not moved: rows and permissions hold on to it. */
    workspaceId: belongsTo('workspaces').defaultSql('acervo.uuid7()').immutable(),
    /** In lower case, so that one address is one account. */
    email: varchar(255),
    emailVerified: instant().optional(),
    passwordHash: text().optional().hidden(),
    name: varchar(255).optional(),
    displayName: varchar(255).optional(),
    avatar: varchar(500).optional(),
    dateOfBirth: date().optional(),
    timezone: varchar(100).default('America/Mexico_City'),
    language: varchar(10).default('es'),
    bio: text().optional(),
    role: oneOf(...roleNames).default('USER'),
    permissions: json().optional(),
    isActive: boolean().default(true),
    /** Written by a model, only while its person agrees. */
    personalityProfile: json().optional(),
    personalityConsentAt: instant().optional(),
    aiProfileLastUpdate: instant().optional(),
    subscriptionTier: oneOf(...tiers).default('FREE'),
    subscriptionId: varchar(255).optional(),
    subscriptionStart: instant().optional(),
    subscriptionEnd: instant().optional(),
    customLimits: json().optional(),
  },
  [
    unique(['email']),
    check('email_valid', `email = lower(email) and email ~ '${emailPattern}'`),
    check('profile_consent', 'personality_profile is null or personality_consent_at is not null'),
    check('subscription', 'subscription_end > subscription_start'),
    identity(
      'user',
      {
        email: 'email',
        passwordHash: 'passwordHash',
        emailVerifiedAt: 'emailVerified',
        role: 'role',
      },
      {
        active: { column: 'isActive', is: true, off: false },
        claims: { tenant: 'workspaceId' },
        roles: permissionsOfRoles,
      },
    ),
    ownWorkspace,
    administratorGuard,
    tierGiven,
    index(['role']),
    index(['subscriptionTier']),
    index(['subscriptionTier', 'isActive'], { where: 'is_active' }),
    index(['isActive'], { where: 'is_active' }),
    index(['permissions'], { using: 'gin' }),
    audited({
      personal: ['email', 'name', 'displayName', 'dateOfBirth', 'bio', 'personalityProfile'],
    }),
    timestamped(),
  ],
)
