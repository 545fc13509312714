//! The service from outside, request by request; the tree mirrors the addresses.

mod ground;
mod guard;

mod api;

mod luat;
mod routes;
mod shield;
mod so_cai;
mod tinh;
mod xa;
