// What each part of an identity store consists of. A field is a column that the table declares under any name
// (`must`), one that it may have (`may`), or one that the trait gives where the table names none (`gives`).
import {
  type AnyColumn,
  array,
  bytes,
  inet,
  instant,
  integer,
  oneOf,
  text,
  uuid,
  varchar,
} from '../../table/column.ts'
import type { IdentityPart } from '../../table/fact.ts'

export interface PartSpec {
  readonly must: readonly string[]
  readonly may: readonly string[]
  readonly gives: Readonly<Record<string, AnyColumn>>
  /** Fields that no request may name. */
  readonly secrets: readonly string[]
}

const hash = () => bytes().immutable().hidden()

export const parts: Readonly<Record<IdentityPart, PartSpec>> = {
  user: {
    must: ['email'],
    may: ['passwordHash', 'role'],
    gives: {
      lastSignInAt: instant().optional(),
      emailVerifiedAt: instant().optional(),
    },
    secrets: ['passwordHash'],
  },
  session: {
    must: ['user'],
    may: [],
    gives: {
      tokenHash: hash(),
      expiresAt: instant(),
      revokedAt: instant().optional(),
      lastSeenAt: instant().optional(),
      ip: inet().optional(),
      userAgent: text().optional(),
      /** All sessions that one sign-in led to, by rotation. */
      family: uuid().immutable().hidden(),
      /** Set by rotation: who shows its token afterwards has stolen one of the two. */
      replacedAt: instant().optional().hidden(),
    },
    secrets: ['tokenHash'],
  },
  account: {
    must: ['user'],
    may: [],
    gives: { issuer: text().immutable(), subject: text().immutable() },
    secrets: [],
  },
  token: {
    must: ['user'],
    may: [],
    gives: {
      purpose: varchar(40).immutable(),
      tokenHash: hash(),
      expiresAt: instant(),
      usedAt: instant().optional(),
    },
    secrets: ['tokenHash'],
  },
  invitation: {
    must: ['email'],
    may: ['role', 'invitedBy'],
    gives: {
      status: oneOf('PENDING', 'ACCEPTED', 'CANCELLED', 'EXPIRED').default('PENDING'),
      tokenHash: hash(),
      expiresAt: instant(),
      acceptedAt: instant().optional(),
    },
    secrets: ['tokenHash'],
  },
  role: { must: ['name'], may: [], gives: {}, secrets: [] },
  permission: { must: ['resource', 'action'], may: [], gives: {}, secrets: [] },
  rolePermission: { must: ['role', 'permission'], may: [], gives: {}, secrets: [] },
  userRole: { must: ['user', 'role'], may: ['grantedBy', 'expiresAt'], gives: {}, secrets: [] },
  /** A permission that one user holds beside those of their roles. */
  userPermission: { must: ['user', 'permission'], may: ['expiresAt'], gives: {}, secrets: [] },
  serviceAccount: {
    must: ['name'],
    may: ['purpose'],
    gives: {
      validFrom: instant().optional(),
      validUntil: instant().optional(),
      rowsPerRequest: integer().optional(),
      rowsPerDay: integer().optional(),
    },
    secrets: [],
  },
  apiKey: {
    must: [],
    may: ['user', 'serviceAccount', 'name', 'lastFour'],
    gives: {
      prefix: varchar(16).immutable(),
      keyHash: hash(),
      scopes: array(text()).default([]),
      routes: array(text()).default([]),
      networks: array(text()).default([]),
      perSecond: integer().optional(),
      expiresAt: instant().optional(),
      revokedAt: instant().optional(),
      lastUsedAt: instant().optional(),
      lastUsedIp: inet().optional(),
    },
    secrets: ['keyHash'],
  },
}
