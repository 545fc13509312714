//! Six-clear tasks (rõ người, rõ việc, rõ trách nhiệm, rõ thời gian, rõ kết quả, rõ thẩm quyền).
