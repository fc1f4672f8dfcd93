// A server of S3 on this machine, with one bucket in a temporary folder; it checks signatures. Only tests import it.
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCaller } from '../../outside/call.ts'

interface Server {
  run(): Promise<{ readonly port: number }>
  close(): Promise<void>
}
const S3rver = createRequire(import.meta.url)('@20minutes/s3rver') as new (
  options: object,
) => Server

export async function openS3Server() {
  const directory = await mkdtemp(join(tmpdir(), 'acervo-s3-'))
  const configureBuckets = [{ name: 'kept', configs: [] }]
  const server = new S3rver({
    ...{ address: '127.0.0.1', port: 0, silent: true, directory, configureBuckets },
    vhostBuckets: false,
  })
  const { port } = await server.run()
  const endpoint = `http://127.0.0.1:${port}`
  const call = createCaller({ hosts: [`127.0.0.1:${port}`] })
  return {
    options: {
      ...{ endpoint, bucket: 'kept', prefix: 'acervo/', region: 'us-east-1' },
      ...{ keyId: 'S3RVER', secret: 'S3RVER', call, wait: async () => undefined },
    },
    close: async () => {
      await server.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
