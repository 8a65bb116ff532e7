// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/site_directory.h"

#include <algorithm>
#include <set>

#include "base/fold.h"

namespace mcu::conference {

namespace {

constexpr std::size_t kMostSuggestions = 3;
constexpr std::size_t kMostCandidates = 20;

const std::string& userOf(const SiteRecord& record) {
    return record.user.empty() ? record.id.value : record.user;
}

/// Levenshtein distance, up to `limit` + 1.
std::size_t distance(const std::string& left, const std::string& right, std::size_t limit) {
    const auto difference =
        left.size() > right.size() ? left.size() - right.size() : right.size() - left.size();
    if (difference > limit) {
        return limit + 1;
    }
    std::vector<std::size_t> row(right.size() + 1);
    for (std::size_t j = 0; j < row.size(); ++j) {
        row[j] = j;
    }
    for (std::size_t i = 1; i <= left.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= right.size(); ++j) {
            const std::size_t replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
        }
    }
    return row.back();
}

template <typename Index>
std::vector<SiteId> lookUp(const Index& index, const std::string& key) {
    std::vector<SiteId> result;
    const auto [begin, end] = index.equal_range(key);
    for (auto it = begin; it != end; ++it) {
        result.push_back(it->second);
    }
    std::sort(result.begin(), result.end());
    result.erase(std::unique(result.begin(), result.end()), result.end());
    return result;
}

template <typename Index>
void drop(Index& index, const SiteId& id) {
    std::erase_if(index, [&id](const auto& entry) { return entry.second == id; });
}

}  // namespace

std::string describe(const SiteRecord& record) {
    const std::string level = record.level.empty() ? "" : record.level + ", ";
    return record.name + " (" + level + record.id.value + ")";
}

const std::string& captionOf(const SiteRecord& record) {
    if (!record.shortName.empty()) {
        return record.shortName;
    }
    return record.name.empty() ? record.id.value : record.name;
}

Status SiteDirectory::checkFree(const SiteRecord& record) const {
    std::vector<std::string> words = record.aliases;
    words.push_back(record.id.value);
    for (const auto& word : words) {
        for (const auto& owner : lookUp(aliases_, exactKey(word))) {
            if (owner != record.id) {
                return Error(
                    ErrorCode::alreadyExists,
                    "site " + record.id.value + ": \"" + word + "\" already names " + owner.value,
                    "choose another id or alias",
                    "site.alias-taken");
            }
        }
    }
    for (const auto& owner : lookUp(users_, userOf(record))) {
        if (owner != record.id) {
            return Error(ErrorCode::alreadyExists,
                         "site " + record.id.value + ": user \"" + userOf(record) +
                             "\" already belongs to " + owner.value,
                         "give each site a user name of its own",
                         "site.user-taken");
        }
    }
    return {};
}

Status SiteDirectory::put(SiteRecord record, bool isListed) {
    if (record.id.value.empty()) {
        return Error(
            ErrorCode::invalidArgument, "a site needs an id", "for example x.03985", "site.no-id");
    }
    record.name = toNfc(record.name.empty() ? record.id.value : record.name);
    record.shortName = toNfc(record.shortName);
    if (auto free = checkFree(record); !free) {
        return free;
    }
    if (const auto old = sites_.find(record.id); old != sites_.end()) {
        forget(old->second.record);
    }
    index(record);
    const SiteId id = record.id;
    sites_.insert_or_assign(id, Entry{std::move(record), isListed});
    return {};
}

bool SiteDirectory::erase(const SiteId& id) {
    const auto found = sites_.find(id);
    if (found == sites_.end()) {
        return false;
    }
    forget(found->second.record);
    sites_.erase(found);
    return true;
}

void SiteDirectory::index(const SiteRecord& record) {
    std::vector<std::string> words = record.aliases;
    words.push_back(record.id.value);
    for (const auto& word : words) {
        aliases_.emplace(exactKey(word), record.id);
        folded_.emplace(fold(word), record.id);
    }
    for (const auto& name : {record.name, record.shortName}) {
        if (!name.empty()) {
            names_.emplace(exactKey(name), record.id);
            folded_.emplace(fold(name), record.id);
        }
    }
    users_.emplace(userOf(record), record.id);
}

void SiteDirectory::forget(const SiteRecord& record) {
    drop(aliases_, record.id);
    drop(names_, record.id);
    drop(folded_, record.id);
    drop(users_, record.id);
}

const SiteRecord* SiteDirectory::find(const SiteId& id) const {
    const auto found = sites_.find(id);
    return found == sites_.end() ? nullptr : &found->second.record;
}

const SiteRecord* SiteDirectory::findByUser(const std::string& user) const {
    const auto found = users_.find(user);
    return found == users_.end() ? nullptr : find(found->second);
}

bool SiteDirectory::isListed(const SiteId& id) const {
    const auto found = sites_.find(id);
    return found != sites_.end() && found->second.listed;
}

Result<SiteId> SiteDirectory::resolve(const std::string& word) const {
    if (const auto* exact = find(SiteId{word})) {
        return exact->id;
    }
    const std::string key = exactKey(word);
    if (key.empty()) {
        return Error(ErrorCode::invalidArgument,
                     "no site was named",
                     "give an id, an alias or the full name",
                     "site.empty");
    }
    for (const auto* index : {&aliases_, &names_, &folded_}) {
        const auto fits = lookUp(*index, index == &folded_ ? fold(word) : key);
        if (fits.size() == 1) {
            return fits.front();
        }
        if (!fits.empty()) {
            return ambiguous(word, fits);
        }
    }
    return notFound(word);
}

Error SiteDirectory::ambiguous(const std::string& word, const std::vector<SiteId>& fits) const {
    std::string message = "\"" + word + "\" fits " + std::to_string(fits.size()) + " sites:";
    for (std::size_t i = 0; i < std::min(fits.size(), kMostCandidates); ++i) {
        message += " " + std::to_string(i + 1) + ". " + describe(*find(fits[i])) + ";";
    }
    message.back() = '.';
    return {ErrorCode::ambiguous, message, "name one of them by its id", "site.ambiguous"};
}

Error SiteDirectory::notFound(const std::string& word) const {
    const std::string wanted = fold(word);
    std::set<std::pair<std::size_t, SiteId>> near;
    constexpr std::size_t kLimit = 2;
    if (wanted.size() <= 100) {
        for (const auto& [key, id] : folded_) {
            const auto apart = distance(wanted, key, kLimit);
            if (apart <= kLimit) {
                near.emplace(apart, id);
            }
        }
    }
    std::string advice;
    std::set<SiteId> told;
    for (const auto& [apart, id] : near) {
        if (told.size() < kMostSuggestions && told.insert(id).second) {
            advice += (advice.empty() ? "did you mean " : ", or ") + describe(*find(id));
        }
    }
    return {ErrorCode::notFound,
            "no site is called \"" + word + "\"",
            advice.empty() ? "list the sites to see their ids and names" : advice + "?",
            "site.unknown"};
}

std::vector<SiteRecord> SiteDirectory::listed() const {
    std::vector<SiteRecord> result;
    for (const auto& [id, entry] : sites_) {
        if (entry.listed) {
            result.push_back(entry.record);
        }
    }
    std::sort(result.begin(), result.end(), [](const auto& left, const auto& right) {
        const int order = vietnameseCompare(left.name, right.name);
        return order < 0 || (order == 0 && left.id < right.id);
    });
    return result;
}

}  // namespace mcu::conference
