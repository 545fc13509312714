//! The service from outside, request by request; the tree mirrors the addresses.

mod bao_cao;
mod bao_cao_api;
mod co_quan;
mod danh_sach;
mod door;
mod ground;
mod guard;

mod access_log;
mod accounts;
mod api;

mod glasses;
mod ho_so;
mod hop;
mod in_ho_so;
mod ke_hoach;
mod kinh_phi;
mod lich;
mod luat;
mod mau_van_ban;
mod me;
mod nhiem_vu;
mod proposals;
mod quyen;
mod routes;
mod shield;
mod signin;
mod simulator;
mod so_cai;
mod tinh;
mod van_ban;
mod works;
mod xa;
