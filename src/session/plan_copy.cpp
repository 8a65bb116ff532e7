// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/plan_copy.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "session/impl/plan_text.h"
#include "session/local_time.h"
#include "session/plan_reader.h"
#include "yaml/document.h"

namespace mcu::session {

namespace {

/// Another text for one scalar of the file.
struct Change {
    std::size_t begin;
    std::size_t end;
    std::string text;
};

Error noPlan(const std::string& why) {
    return {ErrorCode::invalidArgument,
            "this cannot be copied: " + why,
            "name a plan file (hnth-plan/1)",
            "plan.no-copy"};
}

/// Where a scalar written on one line ends: behind its closing quote, or before what follows it.
std::size_t endOfScalar(const std::string& yaml, std::size_t begin) {
    const char quote = yaml[begin];
    if (quote == '"' || quote == '\'') {
        for (auto at = begin + 1; at < yaml.size(); ++at) {
            if (quote == '"' && yaml[at] == '\\') {
                ++at;
            } else if (yaml[at] == quote) {
                return at + 1;
            }
        }
        return yaml.size();
    }
    auto end = begin;
    while (end < yaml.size() && yaml[end] != '\n' && yaml[end] != ',' && yaml[end] != '}' &&
           !(yaml[end] == ' ' && end + 1 < yaml.size() && yaml[end + 1] == '#')) {
        ++end;
    }
    while (end > begin && (yaml[end - 1] == ' ' || yaml[end - 1] == '\r')) {
        --end;
    }
    return end;
}

/// Gathers changes; scalars that are not there are left alone.
class Changes {
public:
    explicit Changes(const std::string& yaml) : yaml_(yaml) {}

    void put(const yaml::Node& scalar, std::string text) {
        if (!scalar || !scalar.IsScalar() || scalar.Mark().pos < 0) {
            return;
        }
        const auto begin = static_cast<std::size_t>(scalar.Mark().pos);
        if (begin < yaml_.size()) {
            changes_.push_back({begin, endOfScalar(yaml_, begin), std::move(text)});
        }
    }

    void move(const yaml::Node& time, Duration by) {
        if (!time || !time.IsScalar()) {
            return;
        }
        if (const auto was = parseTime(time.Scalar())) {
            put(time, isoText(*was + std::chrono::floor<WallTime::duration>(by)));
        }
    }

    [[nodiscard]] std::string applied() {
        std::ranges::sort(changes_, std::greater<>(), &Change::begin);
        std::string made = yaml_;
        for (const auto& change : changes_) {
            made.replace(change.begin, change.end - change.begin, change.text);
        }
        return made;
    }

private:
    const std::string& yaml_;
    std::vector<Change> changes_;
};

}  // namespace

Result<std::string> copyPlan(const std::string& text, const PlanCopy& copy) {
    yaml::Problems problems("plan", 1);
    const auto root = yaml::load(text, "schema: " + std::string(kPlanSchema), problems);
    if (!root) {
        return noPlan(problems.text());
    }
    const yaml::Node session = (*root)["session"];
    if (!session || !session.IsMap()) {
        return noPlan("it has no session");
    }
    const auto start = session["start"] && session["start"].IsScalar()
                           ? parseTime(session["start"].Scalar())
                           : std::nullopt;
    if (!start) {
        return noPlan("its session has no start with a time zone");
    }
    const auto by = copy.start - *start;
    Changes changes(text);
    changes.put(session["id"],
                yamlQuoted(copy.id.empty() ? "S-" + dayStamp(copy.start) + "-1" : copy.id));
    if (!copy.title.empty()) {
        changes.put(session["title"], yamlQuoted(copy.title));
    }
    changes.put(session["received_at"], isoText(copy.received));
    for (const char* key : {"connect_at", "start", "planned_end"}) {
        changes.move(session[key], by);
    }
    if (const auto rehearsal = session["rehearsal"]; rehearsal && rehearsal.IsMap()) {
        changes.move(rehearsal["start"], by);
        changes.move(rehearsal["end"], by);
    }
    return changes.applied();
}

}  // namespace mcu::session
