// A face that is known, by agreement, and what the camera at the door saw.
import { type Bank, toId } from './demo-bank.ts'

const model = { provider: 'python-api', version: 'dlib-128' }

export async function knowFaces({ db, branchId, clientOf }: Bank): Promise<void> {
  await db.faceModel.createMany({
    data: [
      { ...model, dimensions: 128, metric: 'l2', matchMax: 0.5, unknownMin: 0.6, margin: 0.05 },
      {
        provider: 'insightface',
        version: 'arcface-512',
        dimensions: 512,
        metric: 'cosine',
        matchMax: 0.45,
        unknownMin: 0.6,
        margin: 0.05,
      },
    ],
    skipDuplicates: true,
  })
  const [known] = await db.faceModel.findMany({ where: model })
  const modelId = known?.id ?? ''
  const clientId = clientOf('12345678Z')
  const consentId = toId('consent of Carmen')
  await db.biometricConsent.createMany({
    data: [
      { id: consentId, clientId, purpose: 'VERIFICATION', version: '2026-01', channel: 'DESK' },
    ],
    skipDuplicates: true,
  })
  const id = toId('face of Carmen')
  if ((await db.facialProfile.count({ where: { id } })) === 0)
    await db.facialProfile.create({
      data: {
        id,
        clientId,
        consentId,
        modelId,
        ...model,
        embedding: Array.from({ length: 128 }, (_, at) => Math.sin(at) / 8),
        quality: 0.93,
      },
    })
  const cameraId = toId('camera at the door')
  await db.camera.createMany({
    data: [{ id: cameraId, branchId, name: 'Puerta principal' }],
    skipDuplicates: true,
  })
  await db.camera.updateMany({
    where: { id: cameraId, status: 'OFFLINE' },
    data: { status: 'ONLINE', statusCause: 'arranque' },
  })
  if ((await db.detectionEvent.count({ where: { cameraId } })) > 0) return
  const seen = { cameraId, modelId, metadata: { box: [412, 160, 96, 118] } }
  await db.detectionEvent.createMany({
    data: [
      { ...seen, clientId, status: 'MATCHED', distance: 0.31, confidence: 0.97 },
      { ...seen, status: 'UNKNOWN', reason: 'BLUR' },
      { ...seen, status: 'NEW_FACE', distance: 0.71 },
    ],
  })
}
