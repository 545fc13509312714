//! The service from outside, request by request; the tree mirrors the addresses.

mod ground;

mod luat;
mod routes;
mod shield;
mod tinh;
mod xa;
