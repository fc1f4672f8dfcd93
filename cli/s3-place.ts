// A URL of a store of S3 -> the store: which server, bucket and prefix, and the one host that may be called for it.
import type { Config } from '../config.ts'
import { type BackupStore, openS3Store } from '../kernel/backup/index.ts'
import { AcervoError } from '../kernel/index.ts'

const local = new Set(['localhost', '127.0.0.1', '[::1]'])

/** `s3://bucket/prefix` at Amazon, `https://server[:port]/bucket/prefix` anywhere. @throws ACV427 */
export async function openS3Place(
  address: string,
  { s3, plainHosts }: Pick<Config, 's3' | 'plainHosts'>,
): Promise<BackupStore> {
  const { endpoint, bucket, prefix } = toParts(address, s3.region)
  const { protocol, hostname, host } = new URL(endpoint)
  if (protocol === 'http:' && !local.has(hostname) && !plainHosts.includes(hostname))
    throw wrong(
      'the store of backups is reached without TLS',
      'ACERVO_PLAIN_HOSTS names hosts where that is allowed.',
    )
  const { keyId, secret } = s3
  if (keyId === undefined || secret === undefined)
    throw wrong(
      'the store of backups has no key',
      'Set ACERVO_BUCKET_KEY_ID and ACERVO_BUCKET_SECRET, or ..._FILE.',
    )
  const { createCaller } = await import('../outside/call.ts')
  // Named by the operator: it may stand in the own network and at any port.
  const call = createCaller({ hosts: [host] })
  return openS3Store({ endpoint, bucket, prefix, region: s3.region, keyId, secret, call })
}

function toParts(address: string, region: string) {
  const url = URL.parse(address)
  if (url === null || url.username !== '' || url.password !== '' || url.search !== '')
    throw wrong(
      'the URL of the store cannot be read',
      'https://server/bucket/prefix, without credentials.',
    )
  const isAmazon = url.protocol === 's3:'
  const steps = decodeURIComponent(url.pathname)
    .split('/')
    .filter((step) => step !== '')
  const [bucket, ...rest] = isAmazon ? [url.host, ...steps] : steps
  if (bucket === undefined || bucket === '')
    throw wrong(
      'the URL of the store names no bucket',
      'https://server/bucket/prefix, or s3://bucket/prefix.',
    )
  return {
    endpoint: isAmazon ? `https://s3.${region}.amazonaws.com` : url.origin,
    bucket,
    prefix: rest.map((step) => `${step}/`).join(''),
  }
}

const wrong = (message: string, hint: string) => new AcervoError('ACV427', message, { hint })
