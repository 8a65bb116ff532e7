// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <yaml-cpp/mark.h>

namespace mcu::yaml {

/// What is wrong in a configuration, in the order of the file.
class Problems {
public:
    /// Of a flood the first `shown` are told.
    explicit Problems(std::string file, std::size_t shown = 50)
        : file_(std::move(file)), shown_(shown) {}

    void add(const YAML::Mark& at, const std::string& key, const std::string& what);
    /// In another file, such as the site list.
    void addAt(const std::string& file, int line, const std::string& key, const std::string& what);
    void warn(const YAML::Mark& at, const std::string& key, const std::string& what);
    void warnAt(const std::string& file, int line, const std::string& key, const std::string& what);

    [[nodiscard]] bool any() const { return !problems_.empty(); }

    [[nodiscard]] std::size_t count() const { return problems_.size(); }

    /// Sorted by line, one a line; a flood is cut.
    [[nodiscard]] std::string text() const;
    [[nodiscard]] std::vector<std::string> warnings() const;

private:
    struct Problem {
        std::string file;
        int line = 0;
        int column = 0;
        std::string text;
    };

    [[nodiscard]] static std::string lineOf(const Problem& problem);

    std::string file_;
    std::size_t shown_;
    std::vector<Problem> problems_;
    std::vector<Problem> warnings_;
};

/// The known word a misspelt one is nearest to, when it is near enough to be meant; else empty.
[[nodiscard]] std::string nearest(const std::string& word, const std::vector<std::string>& known);

}  // namespace mcu::yaml
