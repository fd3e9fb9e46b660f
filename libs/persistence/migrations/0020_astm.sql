-- Up Migration
-- What an instrument's profile has it speak; kept with the instrument because orders leave in it.
alter table instrument
  add column protocol text not null default 'hl7' check (protocol in ('hl7', 'astm')),
  -- a port of an instrument's own is spoken to in MLLP
  add constraint instrument_port_speaks_hl7 check (protocol = 'hl7' or order_port is null);
