"""Notices that run for a time - 公示 and 意见征集 - and the results they owe. Models: public_notice.py, consultation.py."""
