// Vectors by which a face is looked for among all: one table a model, so that dimension, distance and model are the
// table's own and cannot be mixed. A row is there only for who agreed to be looked for.
import {
  belongsTo,
  defineFeature,
  defineTable,
  embedded,
  quoteLiteral,
  unique,
} from '../../kernel/index.ts'

type Family = {
  readonly provider: string
  readonly version: string
  readonly dimensions: number
  readonly metric: 'l2' | 'cosine'
}

/** The profile is of this model, and its client agreed to be looked for. */
const ofItsModel = ({ provider, version }: Family) =>
  defineFeature('ofItsModel', () => [
    {
      kind: 'routine',
      name: 'model',
      security: 'definer',
      underPolicies: true,
      body: `begin
  if exists (select from new_rows n join {table:facial_profiles} p on p.id = n.profile_id
    left join {table:face_models} m on m.id = p.model_id
    where (m.provider, m.version) is distinct from (${quoteLiteral(provider)}, ${quoteLiteral(version)})) then
    raise exception using errcode = 'AV323', message = 'the template is of another model',
      detail = ${quoteLiteral(`Allowed: ${provider}, version ${version}.`)};
  end if;
  if exists (select from new_rows n join {table:facial_profiles} p on p.id = n.profile_id
    join {table:biometric_consents} c on c.id = p.consent_id where c.purpose <> 'IDENTIFICATION') then
    raise exception using errcode = 'AV304', message = 'the client agreed to be compared, not to be looked for';
  end if;
  return null;
end`,
      triggers: (['insert', 'update'] as const).map((event) => ({
        name: `model_${event}`,
        when: 'after',
        event,
        each: 'statement',
      })),
    },
  ])

const defineFaceVectors = <const Name extends string>(name: Name, family: Family) =>
  defineTable(
    name,
    { profileId: belongsTo('facial_profiles', { onDelete: 'cascade' }).immutable() },
    [
      unique(['profileId']),
      embedded({ model: `${family.provider}/${family.version}`, ...family }),
      ofItsModel(family),
    ],
  )

/** The specification's 128 numbers. */
export const dlibFaceVectors = defineFaceVectors('dlib_face_vectors', {
  provider: 'python-api',
  version: 'dlib-128',
  dimensions: 128,
  metric: 'l2',
})
export const arcfaceFaceVectors = defineFaceVectors('arcface_face_vectors', {
  provider: 'insightface',
  version: 'arcface-512',
  dimensions: 512,
  metric: 'cosine',
})
