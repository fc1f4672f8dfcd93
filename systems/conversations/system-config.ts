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
    // What the platform itself reads: such a setting is never of another kind, and never empty.
    check(
      'known',
      `case config_key
        when 'default_model' then config_type = 'string' and config_value <> ''
        when 'max_conversation_length' then config_type = 'integer' and config_value ~ '^[1-9][0-9]*$'
        when 'rate_limit_per_hour' then config_type = 'integer' and config_value ~ '^[1-9][0-9]*$'
        when 'maintenance_mode' then config_type = 'boolean'
        else true end is true
      and (config_value is not null or config_key not in
        ('default_model', 'max_conversation_length', 'rate_limit_per_hour', 'maintenance_mode'))`,
    ),
    audited(),
    timestamped(),
  ],
)
