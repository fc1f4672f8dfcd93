// What an address looks like: one `@`, labels, a top level of letters. No bar slips in, and case does not tell two apart.
export const emailPattern = '^[a-z0-9._%+-]+@[a-z0-9-]+([.][a-z0-9-]+)*[.][a-z]{2,}$'
