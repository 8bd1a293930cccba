from huggingface_hub import HfApi

api = HfApi()
api.upload_folder(folder_path="saved/rank", repo_id="acme/rank-folder", repo_type="model")
api.upload_folder(
    folder_path="saved/recall",
    repo_id="acme/recall",
)
api.upload_file(path_or_fileobj=a_long_name_of_a_file_that_is_somewhere, path_in_repo="x.bin", repo_id=chosen)
