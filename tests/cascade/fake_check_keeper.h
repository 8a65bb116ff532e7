// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "cascade/checks.h"

namespace mcu::cascade::test {

/// Keeps the last check of each site. Control thread of its node.
class FakeCheckKeeper final : public CheckKeeper {
public:
    [[nodiscard]] std::vector<CheckNews> latest() const override {
        std::vector<CheckNews> all;
        for (const auto& [site, news] : known) {
            all.push_back(news);
        }
        return all;
    }

    void take(const CheckNews& news, const McuId& from) override {
        ++taken;
        tellers.push_back(from.value);
        put(news);
    }

    void onCheck(std::function<void(const CheckNews&)> handler) override {
        tell_ = std::move(handler);
    }

    void put(const CheckNews& news) {
        auto& mine = known[news.site.value];
        if (mine != news) {
            mine = news;
            if (tell_) {
                tell_(news);
            }
        }
    }

    std::map<std::string, CheckNews> known;
    std::vector<std::string> tellers;
    int taken = 0;

private:
    std::function<void(const CheckNews&)> tell_;
};

}  // namespace mcu::cascade::test
