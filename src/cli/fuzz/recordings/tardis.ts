/** Files in the columns of Tardis, written by hand. Tick 0.5, amounts in whole contracts. */

const CHANGES_HEADER = 'exchange,symbol,timestamp,local_timestamp,is_snapshot,side,price,amount';

/** A snapshot, two messages, a silence of four seconds, and another snapshot. */
export const TARDIS_CHANGES = `${CHANGES_HEADER}
test,TEST-PERP,1585699200000000,1585699200010000,true,ask,100.5,10
test,TEST-PERP,1585699200000000,1585699200010000,true,ask,101,20
test,TEST-PERP,1585699200000000,1585699200010000,true,bid,100,30
test,TEST-PERP,1585699200000000,1585699200010000,true,bid,99.5,40
test,TEST-PERP,1585699200100000,1585699200110000,false,ask,100.5,4
test,TEST-PERP,1585699200200000,1585699200212345,false,ask,100.5,0
test,TEST-PERP,1585699200200000,1585699200212345,false,bid,100.5,7
test,TEST-PERP,1585699204200000,1585699204210000,true,ask,101.5,11
test,TEST-PERP,1585699204200000,1585699204210000,true,bid,101,12
test,TEST-PERP,1585699204300000,1585699204310000,false,bid,101,13
`;

/** Trades of the same market: the second takes what was left at 100.5. */
export const TARDIS_TRADES = `exchange,symbol,timestamp,local_timestamp,id,side,price,amount
test,TEST-PERP,1585699200100000,1585699200110000,a-1,buy,100.5,6
test,TEST-PERP,1585699200190000,1585699200212345,a-2,buy,100.5,4
test,TEST-PERP,1585699204250000,1585699204260000,a-3,sell,101,0.5
test,TEST-PERP,1585699204250000,1585699204260000,a-4,unknown,101,0.5
`;

/** The best two levels of each side, four times. */
export const TARDIS_LEVELS = `exchange,symbol,timestamp,local_timestamp,asks[0].price,asks[0].amount,bids[0].price,bids[0].amount,asks[1].price,asks[1].amount,bids[1].price,bids[1].amount
test,TEST-PERP,1585699200000000,1585699200010000,100.5,10,100,30,101,20,99.5,40
test,TEST-PERP,1585699200100000,1585699200110000,100.5,4,100,30,101,20,99.5,40
test,TEST-PERP,1585699200200000,1585699200210000,101,20,100.5,7,101.5,9,100,30
test,TEST-PERP,1585699200300000,1585699200310000,101,20,100,30,,,99.5,44
`;
