// What createApp is given: an open platform, the keys, and settings that may differ from the defaults.
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics'
import type { Identities } from '../kernel/identity/index.ts'
import type { Acervo } from '../kernel/index.ts'
import type { Watch } from '../kernel/watch/index.ts'
import type { NatsOptions, Work } from '../kernel/work/index.ts'
import type { Credentials } from './credentials.ts'
import type { Limits } from './resource/limits.ts'

export interface AppOptions {
  readonly acervo: Acervo
  readonly credentials: Credentials
  /** The stores of who may sign in; read off the Model where it is not given. */
  readonly identities?: Identities
  /** What this process does beside answering: told in health and metrics. */
  readonly work?: Pick<Work, 'status'>
  /** What looks at the platform: its figures are told in metrics. */
  readonly watching?: Pick<Watch, 'add' | 'readings'>
  /** Given what collects all figures, for whoever sends them elsewhere. */
  readonly onFigures?: (collect: () => Promise<ResourceMetrics>) => void
  readonly options?: {
    /** Shown in OpenAPI and on the status page. */
    readonly version?: string
    /** Requests a second and key, where the key itself says nothing; unset = no limit. */
    readonly perSecond?: number
    /** Requests a second from one address without a valid key; 20 where it is not given. */
    readonly strangersPerSecond?: number
    /** Where browsers find this server: decides on Secure cookies, HSTS and the origin of forms. */
    readonly publicUrl?: string
    /** Origins whose pages may read answers. */
    readonly corsOrigins?: readonly string[]
    /** Addresses or networks whose X-Forwarded-For is believed. */
    readonly trustedProxies?: readonly string[]
    readonly limits?: Partial<Limits>
    /** Where events travel outside PostgreSQL. */
    readonly nats?: NatsOptions
    /** pino's level; `silent` in tests. */
    readonly logLevel?: string
  }
}

export interface ServerOptions extends AppOptions {
  readonly host: string
  readonly port: number
}
