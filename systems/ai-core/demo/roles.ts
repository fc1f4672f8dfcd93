// Roles to begin with, as sets of permissions: who may all, who keeps the master data, who works in an area, who reads.
// People are made by `acervo user create`: no password is a constant.
import type { Client } from '../databases.ts'

const roles: Readonly<Record<string, readonly (readonly [resource: string, action: string])[]>> = {
  administrator: [['*', '*']],
  'data-steward': [
    ['global.*', '*'],
    ['insurance.*', 'read'],
    ['energy.*', 'read'],
  ],
  'insurance-agent': [
    ['insurance.*', '*'],
    ['global.party', 'read'],
  ],
  'energy-agent': [
    ['energy.*', '*'],
    ['global.party', 'read'],
  ],
  auditor: [['*', 'read']],
}

export async function giveRoles({ auth: { role, permission, rolePermission } }: Client) {
  const names = Object.keys(roles)
  const asked = Object.values(roles).flat()
  await role.createMany({
    skipDuplicates: true,
    data: names.map((name) => ({ name, builtIn: name === 'administrator' })),
  })
  await permission.createMany({
    skipDuplicates: true,
    data: [...new Map(asked.map((one) => [one.join(':'), one])).values()].map(
      ([resource, action]) => ({ resource, action }),
    ),
  })
  const [known, all] = await Promise.all([role.findMany(), permission.findMany()])
  const idOf = new Map(known.map(({ name, id }) => [name, id]))
  const permissionOf = new Map(all.map(({ resource, action, id }) => [`${resource}:${action}`, id]))
  await rolePermission.createMany({
    skipDuplicates: true,
    data: Object.entries(roles).flatMap(([name, held]) =>
      held.flatMap((one) => {
        const [roleId, permissionId] = [idOf.get(name), permissionOf.get(one.join(':'))]
        return roleId === undefined || permissionId === undefined ? [] : [{ roleId, permissionId }]
      }),
    ),
  })
}
