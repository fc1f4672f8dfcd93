// Promises of the first databases when many write at once: accounts, the catalogue, errors, insurance, energy.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../test/support/database.ts'
import { type Few, openFew } from '../../test/support/few.ts'
import { countOf, expectGuarded, times } from '../../test/support/guarded.ts'
import { auth } from './auth/database.ts'
import { energy } from './energy/database.ts'
import { insurance } from './insurance/database.ts'
import { logs } from './logs/database.ts'
import { system } from './system/database.ts'

onEachEngine(() => {
  let few: Few<readonly [typeof auth, typeof system, typeof logs, typeof insurance, typeof energy]>
  beforeAll(async () => {
    few = await openFew(auth, system, logs, insurance, energy)
  })
  afterAll(() => few?.close())

  const count = (text: string, ...values: unknown[]) => countOf(few, text, values)

  test('a database stands once in the catalogue, whoever enters it at once', async () => {
    await expectGuarded(few, {
      attack: async () => {
        const code = `sx_${randomUUID().slice(0, 8)}`
        await times(6, (at) =>
          few.db.system.dataService.create({
            data: { code, name: `${code}${at}`, area: 'others', purpose: 'x' },
          }),
        )
        return (await few.db.system.dataService.count({ where: { code } })) - 1
      },
      without: 'alter table sm_system.data_services drop constraint data_services_code_key',
    })
  })

  test('an address is one person, and waits for one invitation, however many ask at once', async () => {
    await expectGuarded(few, {
      attack: async () => {
        const email = `${randomUUID()}@example.com`
        await times(6, () => few.db.auth.user.create({ data: { email, displayName: 'Ana' } }))
        return (await few.db.auth.user.count({ where: { email } })) - 1
      },
      without: 'drop index sm_auth.users_email_key',
    })
    await expectGuarded(few, {
      attack: async () => {
        const email = `${randomUUID()}@example.com`
        await times(6, (at) =>
          few.query(
            `insert into sm_auth.invitations (email, invited_by, expires_at, token_hash)
             values ($1, 'user:x', '2990-01-01', sha256($2::bytea))`,
            [email, `${email}${at}`],
          ),
        )
        return (await count('select count(*) from sm_auth.invitations where email = $1', email)) - 1
      },
      without: 'drop index sm_auth.invitations_email_key',
    })
  })

  test('of two administrators who are disabled at once one stays', async () => {
    const everything = await few.insert('sm_auth.permissions', { resource: '*', action: '*' })
    const role = await few.insert('sm_auth.roles', { name: 'administrator' })
    const link = 'insert into sm_auth.role_permissions (role_id, permission_id) values ($1, $2)'
    await few.query(link, [role, everything])
    const administrator = async () => {
      const values = { email: `${randomUUID()}@example.com`, display_name: 'Ana', status: 'ACTIVE' }
      const id = await few.insert('sm_auth.users', values)
      await few.query('insert into sm_auth.user_roles (user_id, role_id) values ($1, $2)', [
        id,
        role,
      ])
      return `update sm_auth.users set status = 'DISABLED' where id = '${id}'`
    }
    const [first, second] = [await administrator(), await administrator()]
    expect(await few.race(first, second)).toEqual(['done', 'ACV304'])
  })

  test('an error that many meet at once is one group', async () => {
    await expectGuarded(few, {
      attack: async () => {
        const fingerprint = randomUUID().replaceAll('-', '').repeat(2)
        await times(6, () =>
          few.db.logs.errorGroup.create({ data: { fingerprint, service: 'x', title: 'x' } }),
        )
        return (await few.db.logs.errorGroup.count({ where: { fingerprint } })) - 1
      },
      without:
        'alter table sm_logs.error_groups drop constraint error_groups_service_fingerprint_key',
    })
  })

  const policy = async () => {
    const productId = await few.insert('ss_insurance.products', {
      code: randomUUID().toUpperCase(),
      name: 'Hogar',
      line: 'HOME',
      carrier_name: 'X',
    })
    return few.insert('ss_insurance.policies', {
      number: randomUUID(),
      party_id: randomUUID(),
      product_id: productId,
      starts_on: '2026-01-01',
      ends_on: '2027-01-01',
      premium: '100',
    })
  }
  const receipt = (policyId: string, month: number) =>
    few.db.insurance.receipt.create({
      data: {
        policyId,
        periodStart: `2026-0${month}-01`,
        periodEnd: `2026-0${month + 1}-01`,
        dueOn: `2026-0${month}-01`,
        amount: '10',
      },
    })

  test('a policy counts its receipts to the last, written, paid and taken away at once', async () => {
    await expectGuarded(few, {
      attack: async () => {
        const policyId = await policy()
        const { id } = await receipt(policyId, 8)
        const first = await receipt(policyId, 7)
        await times(6, async (at) => {
          await receipt(policyId, at + 1)
          if (at === 0) await few.db.insurance.receipt.delete({ where: { id } })
          if (at === 1)
            await few.db.insurance.receipt.update({
              where: { id: first.id },
              data: { status: 'PAID', paidOn: '2026-07-02' },
            })
        })
        return count(
          `select count(*) from ss_insurance.policies p where id = $1 and (receipt_count, pending_receipt_count)
           <> (select count(*), count(*) filter (where status = 'PENDING') from ss_insurance.receipts r
               where r.policy_id = p.id)`,
          policyId,
        )
      },
      without: 'drop trigger count_receipt_count_insert on ss_insurance.receipts',
    })
  })

  test('a period of a policy has one receipt, whoever writes it at once', async () => {
    await expectGuarded(few, {
      attack: async () => {
        const policyId = await policy()
        await times(6, () => receipt(policyId, 3))
        return (await few.db.insurance.receipt.count({ where: { policyId } })) - 1
      },
      without:
        'alter table ss_insurance.receipts drop constraint receipts_policy_id_period_start_key',
    })
  })

  const letters = 'TRWAGMYFPDXBNJZSQVHLCKE'
  let points = 0
  const supply = async () => {
    const digits = `0031${String(++points).padStart(12, '0')}`
    const rest = Number(BigInt(digits) % 529n)
    const cups = `ES${digits}${letters[Math.floor(rest / 23)]}${letters[rest % 23]}`
    const partner = (role: 'BRAND' | 'SUPPLIER') =>
      few.insert('se_energy.partners', { name: randomUUID(), role })
    const supplyPointId = await few.insert('se_energy.supply_points', {
      cups,
      commodity: 'ELECTRICITY',
      address_line: 'Calle Mayor 1',
    })
    return { supplyPointId, brandId: await partner('BRAND'), fromId: await partner('SUPPLIER') }
  }

  test('a supply point changes supplier once at a time, whoever asks at once', async () => {
    await expectGuarded(few, {
      attack: async () => {
        const { supplyPointId, brandId, fromId } = await supply()
        const data = { supplyPointId, fromSupplierId: fromId, toSupplierId: brandId }
        await times(6, () => few.db.energy.switch.create({ data }))
        return (await few.db.energy.switch.count({ where: { supplyPointId } })) - 1
      },
      without: 'drop index se_energy.switches_one_in_flight_key',
    })
  })

  test('a supply point has one contract in force, however many activate one at once', async () => {
    await expectGuarded(few, {
      attack: async () => {
        const { supplyPointId, brandId } = await supply()
        await times(6, () =>
          few.db.energy.energyContract.create({
            data: {
              number: randomUUID(),
              partyId: randomUUID(),
              supplyPointId,
              brandId,
              tariff: '2.0TD',
              powerP1Kw: '4.6',
              powerP2Kw: '4.6',
              status: 'ACTIVATED',
              startsOn: '2026-01-01',
            },
          }),
        )
        return (await few.db.energy.energyContract.count({ where: { supplyPointId } })) - 1
      },
      without: 'drop index se_energy.energy_contracts_one_active_key',
    })
  })
})
