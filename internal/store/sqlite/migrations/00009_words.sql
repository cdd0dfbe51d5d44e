-- +goose Up
-- Who writes a report makes it be found by its words, many at once.
drop trigger reports_added;
