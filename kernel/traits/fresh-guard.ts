// The beginning of every routine that locks and then asks: a repeatable read would answer from before the lock was
// given, and so take for true what another transaction has just ended.
export const freshGuard = `if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;`
