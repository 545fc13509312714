//! Plans: what the seeds published comes out, and acts keep what they must.

mod acts;
mod properties;
mod seeds;
mod standing;
