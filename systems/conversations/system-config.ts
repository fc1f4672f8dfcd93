// A setting of the platform. What is secret stands encrypted in a column of its own, so that it cannot be plain by mistake.
import {
  audited,
  boolean,
  check,
  defineTable,
  encrypted,
  oneOf,
  text,
  timestamped,
  unique,
  varchar,
} from '../../kernel/index.ts'

export const systemConfig = defineTable(
  'system_config',
  {
    configKey: varchar(100).immutable(),
    /** Null where the value is secret. */
    configValue: text().optional(),
    secretValue: text().optional(),
    configType: oneOf('string', 'integer', 'decimal', 'boolean', 'json').default('string'),
    description: text().optional(),
    isEncrypted: boolean().default(false),
  },
  [
    unique(['configKey']),
    encrypted({ columns: ['secretValue'] }),
    check('secret', 'not is_encrypted or config_value is null'),
    check(
      'value_of_type',
      `case config_type
        when 'integer' then config_value ~ '^-?[0-9]{1,18}$'
        when 'decimal' then config_value ~ '^-?[0-9]+([.][0-9]+)?$'
        when 'boolean' then config_value in ('true', 'false')
        when 'json' then config_value::jsonb is not null
        else true end`,
    ),
    audited(),
    timestamped(),
  ],
)
