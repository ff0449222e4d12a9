package ru.xrouter.router.catalogue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.adapter.ListedModel;

/** What the providers say they offer, by adapter and by the provider's own names; an adapter that has not told is left out. */
record ProviderLists(Map<String, Map<String, ListedModel>> lists) {
    static final ProviderLists NONE = new ProviderLists(Map.of());

    ProviderLists {
        lists = Map.copyOf(lists);
    }

    ProviderLists with(String adapter, List<ListedModel> models) {
        var more = new HashMap<>(lists);
        more.put(
                adapter,
                models.stream()
                        .collect(Collectors.toUnmodifiableMap(ListedModel::id, Function.identity(), (a, _) -> a)));
        return new ProviderLists(more);
    }

    /** Whether the provider offers what the catalogue sells; null when its list is not known. */
    @Nullable
    Boolean offers(Candidate candidate) {
        var list = lists.get(candidate.adapter());
        return list == null ? null : list.containsKey(candidate.providerModel());
    }

    boolean deprecates(Candidate candidate) {
        var list = lists.get(candidate.adapter());
        var listed = list == null ? null : list.get(candidate.providerModel());
        return listed != null && listed.deprecated();
    }
}
