// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <yaml-cpp/yaml.h>

#include "yaml/problems.h"

namespace mcu::yaml {

/// Reads one YAML map key by key: each call takes a key, checks its value and writes it where it
/// belongs; what is wrong goes to Problems and leaves the default. finish() complains of the keys
/// nobody took.
class MapReader {
public:
    /// `path` is how the map is called in problems: "sip", "sites[3]".
    MapReader(const YAML::Node& map, std::string path, Problems& problems);

    /// Text; a number, a boolean or null that YAML made of an unquoted word is refused with the
    /// advice to quote it.
    bool text(const char* key, std::string& to, std::size_t longest = 1000);
    bool flag(const char* key, bool& to);

    template <typename Number>
    bool number(const char* key, Number& to, std::int64_t least, std::int64_t most) {
        std::int64_t value = 0;
        if (!integer(key, value, least, most)) {
            return false;
        }
        to = static_cast<Number>(value);
        return true;
    }

    template <typename Unit>
    bool duration(const char* key,
                  std::chrono::duration<std::int64_t, Unit>& to,
                  std::int64_t least,
                  std::int64_t most) {
        std::int64_t value = 0;
        if (!integer(key, value, least, most)) {
            return false;
        }
        to = std::chrono::duration<std::int64_t, Unit>(value);
        return true;
    }

    template <typename Value>
    bool choice(const char* key,
                Value& to,
                const std::vector<std::pair<std::string, Value>>& values) {
        std::vector<std::string> words;
        words.reserve(values.size());
        for (const auto& [word, value] : values) {
            words.push_back(word);
        }
        std::string word;
        if (!oneOf(key, word, words)) {
            return false;
        }
        for (const auto& [name, value] : values) {
            if (name == word) {
                to = value;
            }
        }
        return true;
    }

    bool texts(const char* key, std::vector<std::string>& to, std::size_t most);
    /// A map or a list under the key, or an undefined node (also when it is something else,
    /// reported).
    YAML::Node map(const char* key);
    YAML::Node list(const char* key, std::size_t most);

    /// Reports the absence of a key that must be there.
    void require(const char* key);
    void problem(const char* key, const std::string& what);
    void warn(const char* key, const std::string& what);
    /// Where the key's value stands, or the map when it is absent.
    [[nodiscard]] YAML::Mark mark(const char* key) const;
    [[nodiscard]] bool has(const char* key) const;
    /// Whether the key is there with no value: "key: null".
    [[nodiscard]] bool isNull(const char* key) const;

    /// The key is a good one though nobody takes it.
    void known(const char* key) { known_.emplace_back(key); }

    /// Of a map whose keys are names.
    [[nodiscard]] std::vector<std::string> keys() const;

    [[nodiscard]] const std::string& path() const { return path_; }

    void finish();

private:
    YAML::Node take(const char* key);
    bool integer(const char* key, std::int64_t& to, std::int64_t least, std::int64_t most);
    bool oneOf(const char* key, std::string& to, const std::vector<std::string>& words);
    bool scalar(const YAML::Node& node,
                const std::string& key,
                std::string& to,
                std::size_t longest);
    [[nodiscard]] std::string keyPath(const std::string& key) const;

    /// The value under a key; null: none.
    [[nodiscard]] const YAML::Node* valueOf(const char* key) const;

    struct Entry {
        YAML::Node key;
        YAML::Node value;
    };

    YAML::Node map_;
    std::vector<Entry> entries_;  ///< of the map: a YAML::Node is slow to walk for each key
    std::string path_;
    Problems& problems_;
    std::vector<std::string> known_;
};

}  // namespace mcu::yaml
