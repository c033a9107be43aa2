//! Whatever comes from outside – malformed, endless, enormous, slow or forged – the service lives, does nothing by
//! halves, and goes on with its work.

mod slow;
