-- A row of every kind, as they were before duties had a table of their own.
INSERT INTO commune (id, name, fold, province, version, created_at) VALUES (1, 'Xã A', 'xa a', 'Tỉnh', 1, '2026-04-15 01:00:00');
INSERT INTO unit (id, commune_id, name, fold, position, is_active, version, created_at)
 VALUES (1, 1, 'Văn phòng', 'van phong', 1, true, 1, '2026-04-15 01:00:00'), (2, 1, 'Kinh tế', 'kinh te', 2, true, 1, '2026-04-15 01:00:00');
INSERT INTO person (id, commune_id, unit_id, full_name, title, sort_key, fold, rank, is_active, version, created_at)
 VALUES (1, 1, 1, 'Lê Văn An', '', 'a', 'le van an', 1, true, 1, '2026-04-15 01:00:00');
INSERT INTO account (id, commune_id, person_id, username, display_name, role, code_tries, is_active, version, created_at)
 VALUES (1, 1, 1, 'thuky', 'Lê Văn An', 'secretary', 0, true, 1, '2026-04-15 01:00:00');
INSERT INTO plan (id, commune_id, code, title, issued_by, decision, decided_on, near_percent, script_code, script_title,
 script_decision, script_decided_on, version, created_at)
 VALUES (1, 1, 'P', 'Kế hoạch', '', '', '2026-04-29', 95, '', '', '', '2026-04-15', 1, '2026-04-15 01:00:00');
INSERT INTO pillar (id, commune_id, plan_id, code, title, position) VALUES (1, 1, 1, 'I', 'Chính quyền số', 1);
INSERT INTO workstream (id, commune_id, plan_id, code, title, position, task_nos, province_contacts, commune_contacts)
 VALUES (1, 1, 1, 'I', 'Sử dụng AI', 1, '[1]', '[]', '[]');
INSERT INTO plan_task (id, commune_id, plan_id, pillar_id, no, title, goal, product, lead, partners, fold, due_on, status,
 done_on, unit_id, person_id, version, created_at) VALUES
 (1, 1, 1, 1, 1, 'Học bạ số', '', '', '[]', '[]', '1 hoc ba so so giao duc', '2026-06-30', 'done', '2026-06-20', 1, 1, 3,
 '2026-04-15 01:00:00'),
 (2, 1, 1, 1, 2, 'Chợ số', '', '', '[]', '[]', '2 cho so', '2026-06-30', 'doing', NULL, 2, NULL, 2, '2026-04-15 01:00:00'),
 (3, 1, 1, 1, 3, 'Du lịch số', '', '', '[]', '[]', '3 du lich so', NULL, 'not_started', NULL, NULL, NULL, 1, '2026-04-15 01:00:00');
INSERT INTO step (id, commune_id, plan_id, workstream_id, no, code, title, result, recurrence, monthly_before,
 delivered_on, due_on, status, done_on, unit_id, person_id, version, created_at) VALUES
 (1, 1, 1, 1, 1, 'I.1', 'Nghiên cứu', 'Đã đọc', '', NULL, NULL, '2026-03-25', 'not_started', NULL, 1, NULL, 1, '2026-04-15 01:00:00'),
 (2, 1, 1, 1, 5, 'I.5', 'Đánh giá', '', 'trước ngày 25 hằng tháng', 25, '2026-05-20', NULL, 'doing', NULL, 1, 1, 2, '2026-04-15 01:00:00');
INSERT INTO progress_note (id, commune_id, task_id, step_id, text, percent, is_product, evidence_link, written_by,
 created_at) VALUES
 (1, 1, 1, NULL, 'Đang làm', 40, false, '', 1, '2026-05-02 02:00:00'),
 (2, 1, 1, NULL, 'Xong', 100, true, 'https://a.vn', 1, '2026-06-22 02:00:00'),
 (3, 1, NULL, 2, 'Tháng 5', NULL, true, 'https://b.vn', 1, '2026-05-20 02:00:00');
INSERT INTO meeting_body (id, commune_id, name, fold, position, counts_for_kpi, default_minutes, is_active, version,
 created_at) VALUES (1, 1, 'Giao ban', 'giao ban', 1, true, 60, true, 1, '2026-04-15 01:00:00');
INSERT INTO meeting (id, commune_id, body_id, title, fold, held_on, starts_at, ends_at, place, chair_id, convenor, mode,
 platform, ecabinet_ref, state, state_reason, logged_at, version, created_at) VALUES
 (1, 1, 1, 'Giao ban tuần', 'giao ban tuan', '2026-03-30', '2026-03-30 01:00:00', '2026-03-30 02:00:00', '', 1, 'own',
 'in_person', 'paper', '', 'held', '', '2026-04-15 01:00:00', 1, '2026-04-15 01:00:00'),
 (2, 1, 1, 'Họp đã hủy', 'hop da huy', '2026-03-31', '2026-03-31 01:00:00', '2026-03-31 02:00:00', '', 1, 'own',
 'in_person', 'paper', '', 'cancelled', 'Nhầm', '2026-04-15 01:00:00', 1, '2026-04-15 01:00:00');
INSERT INTO meeting_conclusion (id, commune_id, meeting_id, label, position, text, kind, lead_unit_id, product, authority,
 due_on, due_rule, created_at) VALUES
 (1, 1, 1, '1', 1, 'Không in giấy', 'general', 2, '', '', '2026-04-09', 'before', '2026-04-15 01:00:00'),
 (2, 1, 1, '2', 2, 'Rà soát', 'task', 2, 'Báo cáo', 'Chủ tịch', '2026-04-05', 'before', '2026-04-15 01:00:00'),
 (3, 1, 1, '3', 3, 'Tổng hợp', 'task', 1, 'Bảng', 'Chủ tịch', '2026-04-05', 'by_end_of', '2026-04-15 01:00:00'),
 (4, 1, 2, '1', 1, 'Không còn', 'task', 1, 'Bảng', 'Chủ tịch', '2026-04-05', 'by_end_of', '2026-04-15 01:00:00');
