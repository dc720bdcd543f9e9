/** Files in the columns of Binance, written by hand. */

const DEPTH_HEADER =
  'symbol,timestamp,first_update_id,last_update_id,side,update_type,price,qty,pu';

export const BINANCE_SNAPSHOT = `${DEPTH_HEADER}
TESTUSDT,1667346579000,500,500,b,snap,100.10,1.500,-1
TESTUSDT,1667346579000,500,500,b,snap,100.00,2.000,-1
TESTUSDT,1667346579000,500,500,a,snap,100.20,0.250,-1
`;

/** One that the snapshot has, one that follows it, one that follows that, and one after a gap. */
export const BINANCE_UPDATES = `${DEPTH_HEADER}
TESTUSDT,1667346578900,480,499,b,set,100.00,9.000,470
TESTUSDT,1667346579100,490,510,b,set,100.10,0.000,499
TESTUSDT,1667346579100,490,510,a,set,100.20,0.500,499
TESTUSDT,1667346579200,511,520,a,set,100.30,3.000,510
TESTUSDT,1667346580000,561,570,b,set,100.10,7.000,560
`;

/** Spot, without a header, in microseconds: two of one aggressor, who sells, and one buy. */
export const BINANCE_TRADES = `41,100.10,1.00,100.10,1735689600000001,True,True
42,100.00,0.50,50.00,1735689600000001,True,True
43,100.20,0.25,25.05,1735689600500000,False,True
`;

/** Futures, with a header, in milliseconds. */
export const BINANCE_AGGREGATES = `agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker
7,100.1,1.5,41,42,1667346579050,true
8,100.2,0.25,43,43,1667346579100,false
`;
