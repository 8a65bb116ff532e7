// SPDX-License-Identifier: GPL-3.0-or-later
#include "yaml/map_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "base/fold.h"

namespace mcu::yaml {

namespace {

/// What YAML 1.1 readers make of an unquoted word that is meant as text; null when it stays text.
const char* trapOf(const std::string& word) {
    static constexpr std::array kBooleans = {"y", "n", "yes", "no", "on", "off", "true", "false"};
    std::string lower = word;
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    if (lower.empty() || lower == "~" || lower == "null") {
        return "nothing";
    }
    if (std::find(kBooleans.begin(), kBooleans.end(), lower) != kBooleans.end()) {
        return "a truth value";
    }
    const auto digits = std::string_view(lower).substr(lower[0] == '-' || lower[0] == '+' ? 1 : 0);
    const bool number = !digits.empty() &&
                        digits.find_first_not_of("0123456789._") == std::string_view::npos &&
                        std::count(digits.begin(), digits.end(), '.') <= 1 &&
                        digits.find_first_of("0123456789") != std::string_view::npos;
    const bool based = digits.starts_with("0x") || digits.starts_with("0o");
    return number || based ? "a number" : nullptr;
}

bool quotedScalar(const YAML::Node& node) {
    return node.Tag() == "!" || node.Tag() == "tag:yaml.org,2002:str";
}

std::string shortened(const std::string& text) {
    return text.size() <= 60 ? text : text.substr(0, 60) + "...";
}

}  // namespace

MapReader::MapReader(const YAML::Node& map, std::string path, Problems& problems)
    : map_(map), path_(std::move(path)), problems_(problems) {
    if (map_.IsDefined() && !map_.IsMap()) {
        problems_.add(map_.Mark(), path_, "expected keys with values");
        map_.reset(
            YAML::Node(YAML::NodeType::Map));  // plain assignment would write into the document
    }
    if (map_.IsDefined()) {
        for (const auto& entry : map_) {
            entries_.push_back({entry.first, entry.second});
        }
    }
}

const YAML::Node* MapReader::valueOf(const char* key) const {
    const auto found = std::find_if(entries_.begin(), entries_.end(), [key](const Entry& entry) {
        return entry.key.IsScalar() && entry.key.Scalar() == key;
    });
    return found == entries_.end() ? nullptr : &found->value;
}

std::string MapReader::keyPath(const std::string& key) const {
    return path_.empty() ? key : path_ + "." + key;
}

YAML::Node MapReader::take(const char* key) {
    known_.emplace_back(key);
    const auto* value = valueOf(key);
    return value == nullptr ? YAML::Node(YAML::NodeType::Undefined) : *value;
}

bool MapReader::has(const char* key) const {
    return valueOf(key) != nullptr;
}

bool MapReader::isNull(const char* key) const {
    const auto* value = valueOf(key);
    return value != nullptr && value->IsNull();
}

std::vector<std::string> MapReader::keys() const {
    std::vector<std::string> names;
    for (const auto& entry : entries_) {
        if (entry.key.IsScalar() &&
            std::find(names.begin(), names.end(), entry.key.Scalar()) == names.end()) {
            names.push_back(entry.key.Scalar());
        }
    }
    return names;
}

YAML::Mark MapReader::mark(const char* key) const {
    if (const auto* value = valueOf(key)) {
        return value->Mark();
    }
    return map_.IsDefined() ? map_.Mark() : YAML::Mark();
}

void MapReader::problem(const char* key, const std::string& what) {
    problems_.add(mark(key), keyPath(key), what);
}

void MapReader::warn(const char* key, const std::string& what) {
    problems_.warn(mark(key), keyPath(key), what);
}

void MapReader::require(const char* key) {
    if (!has(key)) {
        problems_.add(map_.IsDefined() ? map_.Mark() : YAML::Mark(),
                      path_,
                      "\"" + std::string(key) + "\" is missing");
    }
}

bool MapReader::scalar(const YAML::Node& node,
                       const std::string& key,
                       std::string& to,
                       std::size_t longest) {
    if (!node.IsScalar() && !node.IsNull()) {
        problems_.add(node.Mark(), keyPath(key), "expected one text, found a list or a map");
        return false;
    }
    const std::string word = node.IsNull() ? std::string() : node.Scalar();
    const char* trap = node.IsNull() ? "nothing" : quotedScalar(node) ? nullptr : trapOf(word);
    if (trap != nullptr) {
        problems_.add(node.Mark(),
                      keyPath(key),
                      "expected text, found " + std::string(trap) +
                          (word.empty() ? "" : ": write \"" + shortened(word) + "\" in quotes"));
        return false;
    }
    if (word.size() > longest) {
        problems_.add(
            node.Mark(), keyPath(key), "longer than " + std::to_string(longest) + " bytes");
        return false;
    }
    if (std::any_of(
            word.begin(), word.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; })) {
        problems_.add(node.Mark(), keyPath(key), "holds a control character");
        return false;
    }
    to = toNfc(word);
    return true;
}

bool MapReader::text(const char* key, std::string& to, std::size_t longest) {
    const YAML::Node node = take(key);
    return node.IsDefined() && scalar(node, key, to, longest);
}

bool MapReader::flag(const char* key, bool& to) {
    const YAML::Node node = take(key);
    if (!node.IsDefined()) {
        return false;
    }
    if (node.IsScalar() && !quotedScalar(node) &&
        (node.Scalar() == "true" || node.Scalar() == "false")) {
        to = node.Scalar() == "true";
        return true;
    }
    problems_.add(node.Mark(), keyPath(key), "expected true or false");
    return false;
}

bool MapReader::integer(const char* key, std::int64_t& to, std::int64_t least, std::int64_t most) {
    const YAML::Node node = take(key);
    if (!node.IsDefined()) {
        return false;
    }
    const std::string word = node.IsScalar() ? node.Scalar() : std::string();
    std::int64_t value = 0;
    const auto parsed = std::from_chars(word.data(), word.data() + word.size(), value);
    if (word.empty() || parsed.ec != std::errc{} || parsed.ptr != word.data() + word.size() ||
        value < least || value > most) {
        problems_.add(node.Mark(),
                      keyPath(key),
                      "expected a whole number from " + std::to_string(least) + " to " +
                          std::to_string(most) +
                          (word.empty() ? "" : ", found \"" + shortened(word) + "\""));
        return false;
    }
    to = value;
    return true;
}

bool MapReader::oneOf(const char* key, std::string& to, const std::vector<std::string>& words) {
    const YAML::Node node = take(key);
    if (!node.IsDefined()) {
        return false;
    }
    const std::string word = node.IsScalar() ? node.Scalar() : std::string();
    if (std::find(words.begin(), words.end(), word) != words.end()) {
        to = word;
        return true;
    }
    std::string expected;
    for (std::size_t i = 0; i < words.size(); ++i) {
        expected += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + words[i];
    }
    problems_.add(
        node.Mark(),
        keyPath(key),
        "expected " + expected + (word.empty() ? "" : ", found \"" + shortened(word) + "\""));
    return false;
}

YAML::Node MapReader::map(const char* key) {
    const YAML::Node node = take(key);
    if (node.IsDefined() && !node.IsMap()) {
        problems_.add(node.Mark(), keyPath(key), "expected keys with values");
        return YAML::Node(YAML::NodeType::Undefined);
    }
    return node;
}

YAML::Node MapReader::list(const char* key, std::size_t most) {
    const YAML::Node node = take(key);
    if (!node.IsDefined()) {
        return node;
    }
    if (!node.IsSequence()) {
        problems_.add(node.Mark(), keyPath(key), "expected a list");
        return YAML::Node(YAML::NodeType::Undefined);
    }
    if (node.size() > most) {
        problems_.add(node.Mark(), keyPath(key), "more than " + std::to_string(most) + " entries");
        return YAML::Node(YAML::NodeType::Undefined);
    }
    return node;
}

bool MapReader::texts(const char* key, std::vector<std::string>& to, std::size_t most) {
    const YAML::Node node = list(key, most);
    if (!node.IsDefined()) {
        return false;
    }
    std::size_t index = 0;
    for (const auto& each : node) {
        std::string word;
        if (scalar(each, std::string(key) + "[" + std::to_string(index++) + "]", word, 300)) {
            to.push_back(std::move(word));
        }
    }
    return true;
}

void MapReader::finish() {
    std::set<std::string> seen;
    for (const auto& entry : entries_) {
        const std::string key = entry.key.IsScalar() ? entry.key.Scalar() : std::string();
        if (std::find(known_.begin(), known_.end(), key) == known_.end()) {
            const std::string meant = nearest(key, known_);
            problems_.add(
                entry.key.Mark(),
                keyPath(shortened(key)),
                meant.empty() ? "unknown key" : "unknown key; did you mean \"" + meant + "\"?");
        } else if (!seen.insert(key).second) {
            problems_.add(entry.key.Mark(), keyPath(key), "given twice");
        }
    }
}

}  // namespace mcu::yaml
