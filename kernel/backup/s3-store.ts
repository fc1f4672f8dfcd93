// Backups in a bucket of S3: a file is an object, there once its upload has ended. Large ones go up and come down in
// parts, so that memory stays flat and what breaks off is asked for again by the part.
import { AcervoError } from '../errors/index.ts'
import { sumsFile } from './manifest.ts'
import { openS3, type S3, type S3Options, tagOf, tagsOf } from './s3-objects.ts'
import { type BackupStore, namePattern, toSteps, toStoredName } from './store.ts'

const mebibyte = 1_048_576
/** S3 takes 10,000 parts: 8 GB in small ones, and half a terabyte in all. */
const partBytesOf = (part: number): number => (part <= 1_000 ? 8 : 64) * mebibyte
const readBytes = 16 * mebibyte
const removedAtOnce = 8

export interface S3StoreOptions extends S3Options {
  /** Of every key; empty or ending in a slash. */
  readonly prefix: string
}

export function openS3Store(options: S3StoreOptions): BackupStore {
  const { prefix, endpoint, bucket } = options
  const s3 = openS3(options)
  const keyOf = (name: string, path: string) =>
    [`${prefix}${toStoredName(name)}`, ...toSteps(path)].join('/')
  const removeKey = async (key: string) => void (await s3('DELETE', { key, also: [404] }))
  const filesOf = async (name: string) => {
    const root = `${prefix}${toStoredName(name)}/`
    const { keys } = await list(s3, root)
    return keys.map((key) => key.slice(root.length)).sort()
  }
  return Object.freeze({
    place: `${endpoint}/${bucket}/${prefix}`,
    list: async () => {
      const { folders } = await list(s3, prefix, '/')
      const names = folders.map((folder) => folder.slice(prefix.length, -1))
      return names.filter((name) => namePattern.test(name)).sort()
    },
    files: filesOf,
    write: (name: string, path: string, chunks: AsyncIterable<Uint8Array>) =>
      write(s3, keyOf(name, path), chunks),
    read: (name: string, path: string) => read(s3, keyOf(name, path), `${name}/${path}`),
    removeFile: (name: string, path: string) => removeKey(keyOf(name, path)),
    remove: async (name: string) => {
      const paths = (await filesOf(name)).filter((path) => path !== sumsFile)
      await removeKey(keyOf(name, sumsFile))
      for (let at = 0; at < paths.length; at += removedAtOnce)
        await Promise.all(
          paths.slice(at, at + removedAtOnce).map((path) => removeKey(keyOf(name, path))),
        )
    },
  })
}

async function list(
  s3: S3,
  prefix: string,
  delimiter = '',
): Promise<{ readonly keys: readonly string[]; readonly folders: readonly string[] }> {
  const keys: string[] = []
  const folders: string[] = []
  for (let token: string | undefined = ''; token !== undefined; ) {
    const { body } = await s3('GET', {
      query: {
        'list-type': '2',
        prefix,
        ...(delimiter === '' ? {} : { delimiter }),
        ...(token === '' ? {} : { 'continuation-token': token }),
      },
    })
    const text = body.toString()
    keys.push(...tagsOf(text, 'Key'))
    // The prefix that was asked for stands there too.
    folders.push(...tagsOf(text, 'Prefix').filter((one) => one !== prefix))
    token = tagOf(text, 'IsTruncated') === 'true' ? tagOf(text, 'NextContinuationToken') : undefined
  }
  return { keys, folders }
}

async function write(s3: S3, key: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const parts = toParts(chunks)
  const first = await parts.next()
  const second = first.done ? first : await parts.next()
  if (second.done) {
    await s3('PUT', { key, body: first.done ? new Uint8Array() : first.value })
    return
  }
  const begun = await s3('POST', { key, query: { uploads: '' } })
  const uploadId = tagOf(begun.body.toString(), 'UploadId') ?? ''
  try {
    const tags: string[] = []
    let bytes = 0
    const upload = async (body: Uint8Array) => {
      const query = { partNumber: String(tags.length + 1), uploadId }
      tags.push((await s3('PUT', { key, query, body })).headers.get('etag') ?? '')
      bytes += body.length
    }
    await upload(first.value as Uint8Array)
    await upload(second.value)
    for await (const part of parts) await upload(part)
    await complete(s3, key, { uploadId, tags, bytes })
  } catch (error) {
    // Parts of an upload that never ended are paid for.
    await s3('DELETE', { key, query: { uploadId }, also: [404] }).catch(() => undefined)
    throw error
  }
}

async function complete(
  s3: S3,
  key: string,
  { uploadId, tags, bytes }: { uploadId: string; tags: readonly string[]; bytes: number },
): Promise<void> {
  const list = tags.map(
    (tag, at) => `<Part><PartNumber>${at + 1}</PartNumber><ETag>${tag}</ETag></Part>`,
  )
  const body = Buffer.from(`<CompleteMultipartUpload>${list.join('')}</CompleteMultipartUpload>`)
  const { status } = await s3('POST', { key, query: { uploadId }, body, also: [404] })
  if (status !== 404) return
  // It had ended, and only the answer was lost; or it is gone.
  const { headers } = await s3('HEAD', { key, also: [404] })
  if (Number(headers.get('content-length')) !== bytes)
    throw new AcervoError('ACV427', `the upload of '${key}' was lost`)
}

async function* toParts(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, undefined> {
  let held: Uint8Array[] = []
  let bytes = 0
  let part = 1
  for await (const chunk of chunks) {
    held.push(chunk)
    bytes += chunk.length
    if (bytes < partBytesOf(part)) continue
    yield Buffer.concat(held)
    held = []
    bytes = 0
    part++
  }
  if (bytes > 0) yield Buffer.concat(held)
}

async function* read(s3: S3, key: string, told: string): AsyncGenerator<Uint8Array> {
  let of = Number.POSITIVE_INFINITY
  let tag: string | undefined
  for (let at = 0; at < of; ) {
    const range = `bytes=${at}-${at + readBytes - 1}`
    const headers = { range, ...(tag === undefined ? {} : { 'if-match': tag }) }
    const answer = await s3('GET', { key, headers, also: [404, 412, 416] })
    // An empty object has no range.
    if (answer.status === 416 && at === 0) return
    if (answer.status >= 300)
      throw changed(told, answer.status === 412 ? 'It was changed meanwhile.' : answer.code)
    const given = answer.headers.get('etag') ?? undefined
    tag ??= given
    // Not every server looks at if-match.
    if (tag !== given) throw changed(told, 'It was changed meanwhile.')
    const total = /\/(\d+)$/.exec(answer.headers.get('content-range') ?? '')?.[1]
    // Who knows no ranges answers all of it.
    of = total === undefined ? answer.body.length : Number(total)
    if (answer.body.length === 0) return
    yield answer.body
    at += answer.body.length
  }
}

function changed(told: string, details: string): AcervoError {
  return new AcervoError('ACV421', `'${told}' cannot be read`, { details })
}
