//! Plans (kế hoạch, nghị quyết, chỉ thị, đề án) with their objectives, targets and roadmaps.
