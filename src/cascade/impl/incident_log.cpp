// SPDX-License-Identifier: GPL-3.0-or-later
#include "cascade/impl/incident_log.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "cascade/impl/validate.h"
#include "cascade/impl/wire_codec.h"

namespace mcu::cascade {

namespace {

constexpr std::array<std::string_view, 5> kKinds = {
    "site.lost", "site.back", "site.left", "site.failed", "site.silent"};
constexpr int kAtOnce = 50;

}  // namespace

bool IncidentLog::travels(const conference::Event& event) {
    return std::find(kKinds.begin(), kKinds.end(), event.kind) != kKinds.end() ||
           event.kind.starts_with("incident.");
}

void IncidentLog::add(const conference::Event& event, const McuId& self) {
    wire::LogEntry entry;
    entry.set_number(++number_);
    entry.set_at_us(std::max<std::int64_t>(0, microseconds(event.at)));
    entry.set_kind(fitted(event.kind, limit::kId));
    entry.set_severity(fitted(event.severity, limit::kWord));
    entry.set_site(event.site.value);
    entry.set_text(fitted(event.text, limit::kText));
    auto& fields = *entry.mutable_fields();
    for (const auto& [key, value] : event.fields) {
        if (fields.size() + 2 < limit::kFields) {
            fields[fitted(key, limit::kWord)] = fitted(value, limit::kText);
        }
    }
    if (!fields.contains("owner")) {
        fields["owner"] = self.value;
    }
    entries_.push_back(std::move(entry));
    if (entries_.size() > kMost) {
        entries_.pop_front();
        ++dropped_;
    }
}

std::optional<wire::EventLog> IncidentLog::next() {
    wire::EventLog log;
    auto entry = std::upper_bound(
        entries_.begin(), entries_.end(), sent_, [](std::uint64_t sent, const auto& one) {
            return sent < one.number();
        });
    for (; entry != entries_.end() && log.entries_size() < kAtOnce; ++entry) {
        *log.add_entries() = *entry;
        sent_ = entry->number();
    }
    return log.entries_size() > 0 ? std::optional(log) : std::nullopt;
}

void IncidentLog::acknowledged(std::uint64_t number) {
    while (!entries_.empty() && entries_.front().number() <= number) {
        entries_.pop_front();
    }
}

IncidentIntake::News IncidentIntake::take(const wire::EventLog& log, std::uint64_t instance) {
    if (instance != instance_) {
        instance_ = instance;
        last_ = 0;
        known_ = false;
    }
    News news;
    for (const auto& entry : log.entries()) {
        if (entry.number() <= last_) {
            continue;
        }
        // The first we hear of an instance may be later than 1: another start of ours had those.
        if (known_ && entry.number() > last_ + 1) {
            news.missed += entry.number() - last_ - 1;
        }
        known_ = true;
        last_ = entry.number();
        news.entries.push_back(&entry);
    }
    return news;
}

}  // namespace mcu::cascade
